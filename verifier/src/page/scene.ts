/** A scene of the replay, as plain values. */

/** Someone on the stage; the same `id` in the next scene is the same one, who has moved. */
export interface Row {
  id: string;
  name: string;
  code: string;
  ticket?: string;
  load?: number;
  state: "" | "taken" | "gone" | "waiting";
  lead?: boolean;
}

export interface Scene {
  stage: string;
  act: string;
  title: string;
  text: string;
  kind: "wait" | "value" | "seed" | "rows" | "end";
  facts?: [label: string, value: string, hex?: boolean][];
  rows?: Row[];
  /** After so many rows the line is drawn. */
  cut?: number;
  cutText?: string;
  more?: string;
}
