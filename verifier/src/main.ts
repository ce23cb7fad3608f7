/** The site's module: the verifier for programs, and the pages that show it. */

import { mount } from "./page/mounting";

export { QUICKNET, signatureHolds } from "./protocol/drand";
export { judge, prove } from "./protocol/judge";

for (const place of document.querySelectorAll<HTMLElement>("[data-verify]")) mount(place);
