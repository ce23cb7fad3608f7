// A button beside every command, to copy it; where the browser has no clipboard, it selects the command instead.

const english = document.documentElement.lang === "en";
const [offer, done] = english ? ["Copy", "Copied"] : ["复制", "已复制"];

for (const code of document.querySelectorAll("pre > code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sl-copy";
  button.textContent = offer;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent.trimEnd());
      button.textContent = done;
      setTimeout(() => { button.textContent = offer; }, 2000);
    } catch {
      getSelection().selectAllChildren(code);
    }
  });
  code.parentElement.append(button);
}
