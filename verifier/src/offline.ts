/** The offline file: the same page without a site. Chinese, or English with `#en`. */

import { mount } from "./page/mounting";

const english = location.hash === "#en" || (location.hash === "" && !navigator.language.startsWith("zh"));
document.documentElement.lang = english ? "en" : "zh-CN";
const link = document.querySelector<HTMLAnchorElement>("[data-other]");
if (link) link.hash = english ? "#zh" : "#en";
addEventListener("hashchange", () => location.reload());
for (const place of document.querySelectorAll<HTMLElement>("[data-verify]")) mount(place);
