// SPDX-License-Identifier: Apache-2.0
// Draws the sample badge anew while a color is being chosen. Without scripts a button does the same.

const form = document.querySelector("form[data-hue-form]");
const field = document.querySelector("[data-hue]");
let last;

async function draw() {
  const address = `${form.dataset.hueForm}?hue=${encodeURIComponent(field.value)}`;
  last = address;
  const answer = await fetch(address);
  if (!answer.ok || last !== address) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = document.getElementById(field.dataset.hue);
  place.replaceChildren(...page.getElementById(place.id).childNodes);
}

if (form && field) {
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 250);
  });
}
