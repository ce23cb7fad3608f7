/** What the page says around the verifier's own sentences. */

import { type Kind, stageId } from "../protocol/grammar";

export type Lang = "zh" | "en";

const ZH = {
  start: "开始核验",
  again: "重新核验",
  fetching: "正在取得文件",
  reading: "正在读取文件和名单",
  judging: "正在核验",
  verified: "核验通过",
  verifiedText: "文件、名单、随机数、种子和每一个签号都重新算过，与公布的完全一致。",
  waitingText: "冻结的文件和名单前后一致。随机数还没有产生，或结果还没有公布。",
  partText: "已公布的部分重新算过，与公布的完全一致；有环节还在等待随机数或结果。",
  voidText: "文件前后一致，有环节已经作废，理由见上。",
  refused: "核验未通过",
  replay: "重演这次抽取",
  replayNone: "还没有抽取的环节，没有可以重演的过程。",
  play: "播放",
  pause: "暂停",
  previous: "上一步",
  next: "下一步",
  first: "回到开头",
  last: "跳到结尾",
  speed: "速度",
  position: "位置",
  textForm: "文字版",
  names: "名称取自本站，只用于显示，不参与核验。",
  drop: "把抽取的文件夹或 zip 拖到这里",
  or: "或者",
  pickFolder: "选择文件夹",
  pickZip: "选择 zip 文件",
  private: "文件只在您的浏览器里打开，不会上传。",
  failed: "没有核验",
  network: "文件没有取全，请检查网络后再试：",
  empty: "里面没有文件。",
  broken: "这个 zip 文件打不开，可能没有下载完整。请重新下载后再试。",
  notZip: "请选择 zip 文件，或者抽取的整个文件夹。",
  tooBig: "文件太大：合计超过 {limit} MB，不像是一次抽取的文件，没有打开。",
  tooMany: "文件太多：超过 {limit} 个，不像是一次抽取的文件夹，没有打开。",
  twice: "这个 zip 里有重名的文件 {path}，没有打开。",
  noDraw: "没有找到抽取文件夹。它以抽查编号为名（例如 2026-001），里面有 task.yaml、targets 和 teams。",
  several: "里面有好几次抽取：{names}。请一次选择一个文件夹。",
  crash: "核验程序自身出错，这不说明抽取有问题。请改用 verify.py，并告诉我们：",
  files: "{count} 个文件，{size}。时间均为北京时间。",
};

const EN: typeof ZH = {
  start: "Verify now",
  again: "Verify again",
  fetching: "Fetching the files",
  reading: "Reading files and lists",
  judging: "Verifying",
  verified: "Verified",
  verifiedText:
    "Files, lists, public value, seed and every ticket were computed again and are exactly what was published.",
  waitingText: "What was frozen is consistent. The public value, or the outcome, is not there yet.",
  partText: "What is published was computed again and is right; a stage still waits for its public value or outcome.",
  voidText: "The files are consistent; a stage was set aside, for the reason given above.",
  refused: "Refused",
  replay: "Replay this draw",
  replayNone: "No stage is drawn yet, so there is nothing to replay.",
  play: "Play",
  pause: "Pause",
  previous: "Previous step",
  next: "Next step",
  first: "Back to the start",
  last: "Skip to the end",
  speed: "Speed",
  position: "Position",
  textForm: "As text",
  names: "Names come from this site, for display only; they take no part in the verification.",
  drop: "Drop the folder of a draw here, or its zip",
  or: "or",
  pickFolder: "Choose a folder",
  pickZip: "Choose a zip file",
  private: "The files are opened in your browser only; nothing is uploaded.",
  failed: "Not verified",
  network: "Not all files arrived. Check your network and try again: ",
  empty: "There are no files in it.",
  broken: "This zip file cannot be opened; perhaps it was not downloaded whole. Download it again.",
  notZip: "Choose a zip file, or the whole folder of a draw.",
  tooBig: "Too big: more than {limit} MB in all is not what a draw looks like. It was not opened.",
  tooMany: "Too many files: more than {limit} is not what a draw looks like. They were not opened.",
  twice: "This zip holds {path} twice. It was not opened.",
  noDraw:
    "There is no folder of a draw in it: one that is named by a draw id (as 2026-001) and holds task.yaml, targets and teams.",
  several: "There are several draws in it: {names}. Choose one folder at a time.",
  crash: "The verifier itself failed, which says nothing about the draw. Use verify.py instead, and tell us: ",
  files: "{count} files, {size}. Times are Beijing times.",
};

export type Words = typeof ZH;

export function words(lang: Lang): Words {
  return lang === "zh" ? ZH : EN;
}

export function fill(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name]));
}

const STAGES: Readonly<Record<Lang, Readonly<Record<Kind, string>>>> = {
  zh: { targets: "抽取对象", teams: "选派人员", substitutes: "递补对象", relief: "替换人员" },
  en: { targets: "Targets", teams: "Teams", substitutes: "Substitutes", relief: "Reliefs" },
};

/** The name of a stage as people read it. */
export function stageTitle(stage: string, lang: Lang): string {
  const id = stageId(stage);
  if (!id) return stage;
  const bare = id.number === 1 && (id.kind === "targets" || id.kind === "teams");
  const number = bare ? "" : lang === "zh" ? `（${id.number}）` : ` ${id.number}`;
  return `${STAGES[lang][id.kind]}${number}`;
}

/** An instant as a clock in Beijing shows it. */
export function beijing(instant: string): string {
  const there = new Date(Date.parse(instant) + 8 * 3600_000);
  return there.toISOString().slice(0, 19).replace("T", " ");
}

/** Put the clock of Beijing in the place of every instant of a sentence. */
export function inBeijing(sentence: string): string {
  return sentence.replace(/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z/g, (instant) => {
    return Number.isNaN(Date.parse(instant)) ? instant : beijing(instant);
  });
}

export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
