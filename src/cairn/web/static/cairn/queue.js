// SPDX-License-Identifier: Apache-2.0
// Comfort for the queue: J and K go from work to work, Enter opens one, T takes it. The keys can be turned off, for
// whoever speaks to the computer or presses keys by mistake (WCAG 2.1.4).

const STORED = "cairn-queue-keys";
const rows = [...document.querySelectorAll("[data-row]")];
const list = document.querySelector("[data-queue-keys]");
const toggle = document.querySelector("[data-keys-off]");

const isOn = () => { try { return localStorage.getItem(STORED) !== "off"; } catch { return true; } };
const target = (row) => row?.querySelector("a[href], button");
const here = () => rows.findIndex((row) => row.contains(document.activeElement));

function go(step) {
  const place = Math.min(Math.max(here() + step, 0), rows.length - 1);
  target(rows[place])?.focus();
  rows[place]?.scrollIntoView({ block: "nearest" });
}

function press(event) {
  const isTyping = event.target.matches("input, select, textarea");
  if (!isOn() || isTyping || event.altKey || event.ctrlKey || event.metaKey) return;
  const deed = { j: () => go(1), k: () => go(-1), t: () => rows[here()]?.querySelector("[data-take]")?.click() }[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

function show() {
  toggle.textContent = isOn() ? toggle.dataset.off : toggle.dataset.on;
}

if (list && rows.length) {
  list.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    try { localStorage.setItem(STORED, isOn() ? "off" : "on"); } catch { /* the keys stay as they are */ }
    show();
  });
  document.addEventListener("keydown", press);
}
