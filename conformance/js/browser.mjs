// A page of another origin in a browser without a window: its requests are preceded by preflights.
import assert from 'node:assert/strict';
import { JSDOM, VirtualConsole } from 'jsdom';
import { BlobSASPermissions, BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';

const { BLEU_TEST_ACCOUNT: account, BLEU_TEST_KEY: key, BLEU_URL: url } = process.env;
const service = new BlobServiceClient(`${url}/${account}`, new StorageSharedKeyCredential(account, key));
const rule = {
  allowedOrigins: 'https://app.example', allowedMethods: 'GET,PUT', allowedHeaders: 'x-ms-*',
  exposedHeaders: 'x-ms-*', maxAgeInSeconds: 0,
};
await service.setProperties({ cors: [rule] });
const container = service.getContainerClient('pages');
await container.createIfNotExists();
const blob = container.getBlockBlobClient('b');
const permissions = BlobSASPermissions.parse('rcw');
const target = await blob.generateSasUrl({ permissions, expiresOn: new Date(Date.now() + 3_600_000) });

/** The status of a page's request; 0 is what a page is told that must not know. */
function asked(origin, method, headers, body) {
  const page = new JSDOM('', { url: origin, virtualConsole: new VirtualConsole() });
  return new Promise((resolve) => {
    const request = new page.window.XMLHttpRequest();
    request.open(method, target);
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.onloadend = () => resolve([request.status, request.getResponseHeader('x-ms-request-id')]);
    request.send(body);
  });
}

const put = { 'x-ms-blob-type': 'BlockBlob', 'x-ms-version': '2024-11-04' };
const [status, id] = await asked('https://app.example', 'PUT', put, 'bonjour');
assert.equal(status, 201);
assert.ok(id);
assert.equal((await blob.downloadToBuffer()).toString(), 'bonjour');
assert.equal((await asked('https://other.example', 'PUT', put, 'stolen'))[0], 0);
assert.equal((await asked('https://app.example', 'DELETE', {}))[0], 0);
assert.equal((await asked('https://app.example', 'PUT', { ...put, 'y-other': '1' }, 'x'))[0], 0);
assert.equal((await blob.downloadToBuffer()).toString(), 'bonjour');
await service.setProperties({ cors: [] });
console.log('all claims hold');
