// The JavaScript SDK before today's, which reads metadata by operations of their own.
import assert from 'node:assert/strict';
import { promisify } from 'node:util';
import storage from 'azure-storage';

const { BLEU_TEST_ACCOUNT: account, BLEU_TEST_KEY: key, BLEU_URL: url } = process.env;
const blobs = storage.createBlobService(account, key, `${url}/${account}`);
const call = (name, ...rest) => promisify(blobs[name]).call(blobs, ...rest);

await call('createContainerIfNotExists', 'legacy', { metadata: { of: 'container' } });
assert.equal((await call('getContainerMetadata', 'legacy')).metadata.of, 'container');
await call('createBlockBlobFromText', 'legacy', 'dir/b', 'bonjour', { metadata: { of: 'blob' } });
assert.equal((await call('getBlobMetadata', 'legacy', 'dir/b')).metadata.of, 'blob');
await call('setBlobMetadata', 'legacy', 'dir/b', { of: 'another' });
assert.equal((await call('getBlobMetadata', 'legacy', 'dir/b')).metadata.of, 'another');
await assert.rejects(call('getBlobMetadata', 'legacy', 'none'), (error) => error.statusCode === 404);
assert.equal(await call('getBlobToText', 'legacy', 'dir/b'), 'bonjour');
console.log('all claims hold');
