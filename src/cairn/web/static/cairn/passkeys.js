// SPDX-License-Identifier: Apache-2.0
// Passkeys. A form with data-passkey="create", "use" or "sign-in" asks the device and sends what it answers.
// The options stand in a JSON block that data-options names, or are fetched ("sign-in"). Without scripts the form
// stays hidden and the page offers the other ways.

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withBytes = (list) => (list || []).map((item) => ({ ...item, id: toBytes(item.id) }));

function readCreation({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  options.user = { ...options.user, id: toBytes(options.user.id) };
  options.excludeCredentials = withBytes(options.excludeCredentials);
  // A passkey that signs in by itself has to be found without a name, and has to ask who holds the device.
  options.authenticatorSelection = {
    ...options.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required",
  };
  return { publicKey: options };
}

function readRequest({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  options.allowCredentials = withBytes(options.allowCredentials);
  return { publicKey: options };
}

function write(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const written = parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]);
  const transports = response.getTransports ? { transports: response.getTransports() } : {};
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...Object.fromEntries(written), ...transports },
  });
}

async function optionsOf(form) {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById(form.dataset.options).textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function ask(form) {
  const options = await optionsOf(form);
  const credential = form.dataset.passkey === "create"
    ? await navigator.credentials.create(readCreation(options.creation_options))
    : await navigator.credentials.get(readRequest(options.request_options));
  form.elements.credential.value = write(credential);
  form.submit();
}

function say(form, name) {
  const place = form.querySelector("[data-passkey-error]");
  place.textContent = name === "InvalidStateError" ? place.dataset.known : place.dataset.stopped;
  place.hidden = false;
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.setAttribute("aria-busy", "true");
      try {
        await ask(form);
      } catch (error) {
        say(form, error.name);
      } finally {
        button.removeAttribute("aria-busy");
      }
    });
  }
  for (const note of document.querySelectorAll("[data-passkey-none]")) note.hidden = true;
}
