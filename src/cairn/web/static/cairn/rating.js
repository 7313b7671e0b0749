// SPDX-License-Identifier: Apache-2.0
// Comfort for the workbench: keys for criteria, levels, feedback and parts, which can be turned off (WCAG 2.1.4), and
// where the rating stands by the pass rule, asked anew after every save.

const STORED = "cairn-queue-keys";
const address = document.querySelector("script[data-standing-url]").dataset.standingUrl;
const line = document.querySelector("[data-saved]");
const criteria = [...document.querySelectorAll("[data-levels]")];
const parts = [...document.querySelectorAll("[data-part]")];
const list = document.getElementById("keys");
const toggle = document.querySelector("[data-keys-off]");

const isOn = () => { try { return localStorage.getItem(STORED) !== "off"; } catch { return true; } };
const place = (elements) => elements.findIndex((element) => element.contains(document.activeElement));

function goToCriterion(step) {
  const next = criteria[Math.min(Math.max(place(criteria) + step, 0), criteria.length - 1)];
  (next?.querySelector("input:checked") ?? next?.querySelector("input:not(:disabled)"))?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function goToPart() {
  const above = parts.filter((part) => part.getBoundingClientRect().top < 8).length;
  const next = parts[(Math.max(place(parts), above - 1) + 1) % parts.length];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView();
}

function showKeys() {
  list.open = true;
  list.querySelector("summary").focus();
}

function chooseLevel(digit) {
  const choice = criteria[place(criteria)]?.querySelectorAll("input[type=radio]")[digit - 1];
  if (!choice || choice.disabled) return;
  choice.checked = true;
  choice.focus();
  choice.dispatchEvent(new Event("change", { bubbles: true }));
}

const DEEDS = {
  j: () => goToCriterion(1),
  k: () => goToCriterion(-1),
  f: () => document.getElementById("feedback").focus(),
  n: goToPart,
  "?": showKeys,
};

function press(event) {
  const isTyping = event.target.matches("textarea, select, input:not([type=radio])");
  if (event.key === "Escape" && isTyping) return event.target.blur();
  if (!isOn() || isTyping || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const deed = /^[1-9]$/.test(event.key) ? () => chooseLevel(Number(event.key)) : DEEDS[event.key.toLowerCase()];
  if (!deed) return undefined;
  event.preventDefault();
  return deed();
}

function sayKeys() {
  toggle.textContent = isOn() ? toggle.dataset.off : toggle.dataset.on;
}

async function renewStanding() {
  try {
    const answer = await fetch(address, { headers: { "X-Cairn-Fragment": "1" }, redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The regions themselves stay, so that a screen reader hears what changes in them.
    for (const old of document.querySelectorAll("[data-standing]")) {
      old.replaceChildren(...page.querySelector(`[data-standing="${old.dataset.standing}"]`).childNodes);
    }
  } catch { /* the next save asks again */ }
}

document.addEventListener("keydown", press);
toggle.closest("[data-keys]").hidden = false;
sayKeys();
toggle.addEventListener("click", () => {
  try { localStorage.setItem(STORED, isOn() ? "off" : "on"); } catch { /* the keys stay as they are */ }
  sayKeys();
});
if (line) {
  new MutationObserver(() => line.dataset.state === "done" && renewStanding())
    .observe(line, { attributes: true, attributeFilter: ["data-state"] });
}
