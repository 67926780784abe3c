// Development storage as a JavaScript team uses Azurite: nothing but the short connection string.
import assert from 'node:assert/strict';
import {
  AnonymousCredential, BlobSASPermissions, BlobServiceClient, BlobClient, StorageSharedKeyCredential,
} from '@azure/storage-blob';

const service = BlobServiceClient.fromConnectionString('UseDevelopmentStorage=true');
const container = service.getContainerClient('from-js');
await container.createIfNotExists();

async function text(client) {
  return (await client.downloadToBuffer()).toString();
}

async function refused(status, call) {
  await assert.rejects(call, (error) => error.statusCode === status);
}

const blob = container.getBlockBlobClient('dir/a b é.txt');
await blob.upload('bonjour', 7, { metadata: { k: 'v' }, tags: { t: '1' } });
assert.equal(await text(blob), 'bonjour');
assert.equal((await blob.getProperties()).metadata.k, 'v');
await blob.uploadData(Buffer.alloc(5 << 20, 1), { blockSize: 1 << 20, maxSingleShotSize: 1 << 20 });
assert.equal((await blob.getProperties()).contentLength, 5 << 20);
const names = [];
for await (const item of container.listBlobsFlat()) names.push(item.name);
assert.deepEqual(names, ['dir/a b é.txt']);

const hour = new Date(Date.now() + 3_600_000);
const url = await blob.generateSasUrl({ permissions: BlobSASPermissions.parse('r'), expiresOn: hour });
const copy = container.getBlobClient('copy');
await copy.syncCopyFromURL(url);
assert.equal((await copy.getProperties()).contentLength, 5 << 20);
await refused(403, () => new BlobClient(url).delete());
await refused(403, () => new BlobClient(blob.url, new AnonymousCredential()).getProperties());

const lease = blob.getBlobLeaseClient();
await lease.acquireLease(15);
await refused(412, () => blob.upload('x', 1));
await lease.releaseLease();

await service.getBlobBatchClient().deleteBlobs([copy, blob]);
await refused(404, () => blob.getProperties());

const secondary = new BlobServiceClient(`${service.url.replace(/\/$/, '')}-secondary`, service.credential);
assert.equal((await secondary.getStatistics()).geoReplication.status, 'live');
await refused(400, () => service.getStatistics());
await refused(403, () => secondary.getContainerClient('other').create());

const wrong = new StorageSharedKeyCredential(service.accountName, Buffer.from('wrong').toString('base64'));
await refused(403, () => new BlobServiceClient(service.url, wrong).getProperties());
console.log('all claims hold');
