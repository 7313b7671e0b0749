// SPDX-License-Identifier: Apache-2.0
// Comfort for the studio: the findings beside a draft are looked at again whenever it has saved itself.

const form = document.querySelector("[data-findings]");
const line = document.querySelector("[data-saved]");

async function refresh() {
  const list = document.querySelector("[data-findings-list]");
  try {
    const answer = await fetch(form.dataset.findings, { headers: { "X-Cairn-Fragment": "1" } });
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-findings-list]");
    if (!next || !list) return;
    list.replaceWith(next);
    const places = new Set([...next.querySelectorAll("[data-place]")].map(({ dataset }) => dataset.place));
    // What is fixed keeps its room: a field must not move while somebody is pressing on it.
    for (const said of document.querySelectorAll("[data-finding]")) {
      said.classList.toggle("is-fixed", !places.has(said.dataset.finding));
    }
  } catch { /* the list stays as it was; the next save tries again */ }
}

if (form && line) {
  new MutationObserver(() => line.dataset.state === "done" && refresh())
    .observe(line, { attributes: true, attributeFilter: ["data-state"] });
}
