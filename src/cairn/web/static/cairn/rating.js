// SPDX-License-Identifier: Apache-2.0
// Comfort for the workbench: digits choose a level while a criterion has the focus, and where the rating stands by the
// pass rule is asked anew after every save.

const address = document.querySelector("script[data-standing-url]").dataset.standingUrl;
const line = document.querySelector("[data-saved]");

function chooseByDigit(event) {
  const isTyping = event.target.matches("textarea, input:not([type=radio])");
  if (isTyping || event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  const choice = event.currentTarget.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!choice) return;
  choice.checked = true;
  choice.focus();
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}

async function renewStanding() {
  try {
    const answer = await fetch(address, { headers: { "X-Cairn-Fragment": "1" }, redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const old = document.querySelector("[data-standing]");
    // The region itself stays, so that a screen reader hears what changes in it.
    old.replaceChildren(...page.querySelector("[data-standing]").childNodes);
  } catch { /* the next save asks again */ }
}

for (const criterion of document.querySelectorAll("[data-levels]")) criterion.addEventListener("keydown", chooseByDigit);
if (line) {
  new MutationObserver(() => line.dataset.state === "done" && renewStanding())
    .observe(line, { attributes: true, attributeFilter: ["data-state"] });
}
