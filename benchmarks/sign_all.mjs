// SPDX-License-Identifier: Apache-2.0
// Signs every benchmark document with Digital Bazaar's library and prints the proof values as a JSON array. Ed25519 is
// deterministic, so an equal proof value means equal canonical bytes of document and proof options.
// Runs beside their bench.mjs, where its packages are installed: node sign_all.mjs

import {readFileSync} from 'node:fs';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';

const read = path => JSON.parse(readFileSync(new URL(path, import.meta.url)));
const contexts = new Map([
  ['https://www.w3.org/ns/credentials/v2', 'www.w3.org_ns_credentials_v2.jsonld'],
  ['https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', 'purl.imsglobal.org_spec_ob_v3p0_context-3.0.3.json'],
].map(([url, file]) => [url, read(`../../normative/contexts/${file}`)]));

async function documentLoader(url) {
  if(!contexts.has(url)) {
    throw new Error(`Nothing is fetched: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document: contexts.get(url), tag: 'static'};
}

const pair = await Ed25519Multikey.generate({seed: Uint8Array.from({length: 32}, (_, index) => index)});
const {publicKeyMultibase: name} = await pair.export({publicKey: true});
pair.controller = `did:key:${name}`;
pair.id = `${pair.controller}#${name}`;

const proofValues = [];
for(const credential of read('./credentials.json')) {
  const suite = new DataIntegrityProof({signer: pair.signer(), date: new Date('2026-11-22T10:00:00Z'), cryptosuite});
  const {proof} = await vc.issue({credential, suite, documentLoader});
  proofValues.push(proof.proofValue);
}
console.log(JSON.stringify(proofValues));
