// The official SDKs for JavaScript against the cloud that `bleu env` describes. Exits 0, or fails at the first claim
// that does not hold. Node reads NODE_EXTRA_CA_CERTS; certificate verification stays on.
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { ResourceManagementClient } from "@azure/arm-resources";
import { ClientCertificateCredential, ClientSecretCredential } from "@azure/identity";
import { SecretClient } from "@azure/keyvault-secrets";
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";

const env = process.env;
const suffix = randomBytes(4).toString("hex");
const group = `js-${suffix}`;
const account = `js${suffix}`;
const vault = `js-${suffix}`;
const roles = {
  blobDataContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  blobDataReader: "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
  secretsOfficer: "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
};

const authority = { authorityHost: env.AZURE_AUTHORITY_HOST, disableInstanceDiscovery: true };
const credential = new ClientCertificateCredential(
  env.AZURE_TENANT_ID,
  env.AZURE_CLIENT_ID,
  { certificatePath: env.AZURE_CLIENT_CERTIFICATE_PATH },
  authority,
);
const resources = new ResourceManagementClient(credential, env.AZURE_SUBSCRIPTION_ID, {
  endpoint: env.BLEU_URL,
  credentials: { scopes: [`${env.BLEU_RESOURCE}/.default`] },
});
const groupId = `/subscriptions/${env.AZURE_SUBSCRIPTION_ID}/resourceGroups/${group}`;

async function administratorId() {
  const { token } = await credential.getToken(`${env.BLEU_GRAPH}/.default`);
  const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
  return claims.oid;
}

/** Graph through fetch, since its SDK brings its own transport. */
async function graph(method, path, body) {
  const { token } = await credential.getToken(`${env.BLEU_GRAPH}/.default`);
  const answer = await fetch(`${env.BLEU_GRAPH}/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

async function assign(scope, role, principalId) {
  const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
  await resources.resources.createOrUpdateById(id, "2022-04-01", {
    properties: {
      principalId: principalId ?? (await administratorId()),
      principalType: "ServicePrincipal",
      roleDefinitionId: `/subscriptions/${env.AZURE_SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    },
  });
}

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function groups() {
  const made = await resources.resourceGroups.createOrUpdate(group, { location: "francecentral" });
  assert.equal(made.properties.provisioningState, "Succeeded");
  await assert.rejects(
    resources.resourceGroups.createOrUpdate("elsewhere", { location: "eastus" }),
    (e) => e.statusCode === 403 && e.code === "RequestDisallowedByPolicy",
  );
  await resources.providers.register("Microsoft.Storage");
  await resources.providers.register("Microsoft.KeyVault");
  const names = [];
  for await (const one of resources.resourceGroups.list()) names.push(one.name);
  assert.ok(names.includes(group));
}

async function genericResources() {
  const tagged = await resources.resourceGroups.update(group, { tags: { of: "js" } });
  assert.equal(tagged.tags.of, "js");
  assert.equal((await resources.resourceGroups.get(group.toUpperCase())).name, group);
  assert.equal((await resources.providers.get("Microsoft.Storage")).registrationState, "Registered");
  const id = `${groupId}/providers/Microsoft.Storage/storageAccounts/${account}gone`;
  const wanted = { location: "francecentral", kind: "StorageV2", sku: { name: "Standard_LRS" } };
  await resources.resources.createOrUpdateById(id, "2023-01-01", wanted);
  assert.equal((await resources.resources.getById(id.toLowerCase(), "2024-01-01")).id, id);
  const found = [];
  const filter = "resourceType eq 'Microsoft.Storage/storageAccounts'";
  for await (const one of resources.resources.listByResourceGroup(group, { filter })) found.push(one.name);
  assert.deepEqual(found, [`${account}gone`]);
  await resources.resources.deleteById(id, "2023-01-01");
  await assert.rejects(
    resources.resources.getById(id, "2023-01-01"),
    (e) => e.statusCode === 404 && e.code === "ResourceNotFound",
  );
}

/** A second principal with a secret and one role may do what the role says, and ends when it is deleted. */
async function secretSignIn(container) {
  const app = await graph("POST", "/applications", { displayName: `js ${suffix}` });
  const principal = await graph("POST", "/servicePrincipals", { appId: app.appId });
  const { secretText } = await graph("POST", `/applications/${app.id}/addPassword`, {});
  const wrong = new ClientSecretCredential(env.AZURE_TENANT_ID, app.appId, "wrong", authority);
  await assert.rejects(wrong.getToken("https://storage.azure.com/.default"), /7000215/);
  const reader = new ClientSecretCredential(env.AZURE_TENANT_ID, app.appId, secretText, authority);
  const blobs = new BlobServiceClient(container.url.replace(/\/[^/]*$/, ""), reader);
  const seen = blobs.getContainerClient(container.containerName).getBlockBlobClient("a/small é %2F .txt");
  await assert.rejects(seen.download(), (e) => e.statusCode === 403);
  const scope =
    `${groupId}/providers/Microsoft.Storage/storageAccounts/${account}` +
    `/blobServices/default/containers/${container.containerName}`;
  await assign(scope, roles.blobDataReader, principal.id);
  assert.equal((await seen.downloadToBuffer()).toString(), "bonjour");
  await assert.rejects(seen.upload("x", 1), (e) => e.statusCode === 403);
  const { token } = await reader.getToken("https://storage.azure.com/.default");
  const headers = { authorization: `Bearer ${token}`, "x-ms-version": "2021-12-02" };
  assert.equal((await fetch(seen.url, { headers })).status, 200);
  await graph("DELETE", `/applications/${app.id}`);
  // Without the SDK, which would try for minutes to sign in again.
  assert.equal((await fetch(seen.url, { headers })).status, 401);
}

async function blobs() {
  const id = `${groupId}/providers/Microsoft.Storage/storageAccounts/${account}`;
  await resources.resources.createOrUpdateById(id, "2023-01-01", {
    location: "francecentral",
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
  });
  await assign(id, roles.blobDataContributor);
  const service = new BlobServiceClient(`https://${account}.blob.${env.BLEU_STORAGE_SUFFIX}`, credential);
  const container = service.getContainerClient("documents");
  await container.create();
  const small = container.getBlockBlobClient("a/small é %2F .txt");
  const answer = await small.upload("bonjour", 7, { metadata: { one: "1" }, conditions: { ifNoneMatch: "*" } });
  assert.match(answer._response.headers.get("bleu-receipt"), /^promised; change=/);
  await assert.rejects(small.upload("again", 5, { conditions: { ifNoneMatch: "*" } }), (e) => e.code === "BlobAlreadyExists");
  assert.equal((await text((await small.download()).readableStreamBody)).toString(), "bonjour");
  assert.equal((await small.getProperties()).metadata.one, "1");

  await secretSignIn(container);

  const content = randomBytes(9 * 1024 * 1024 + 17);
  const large = container.getBlockBlobClient("a/large");
  await large.uploadData(content, { blockSize: 1024 * 1024, maxSingleShotSize: 1024 * 1024, concurrency: 4 });
  assert.deepEqual(await large.downloadToBuffer(), content);
  const part = await text((await large.download(1_000_000, 100)).readableStreamBody);
  assert.deepEqual(part, content.subarray(1_000_000, 1_000_100));

  const listed = [];
  for await (const item of container.listBlobsByHierarchy("/")) listed.push(`${item.kind}:${item.name}`);
  assert.deepEqual(listed, ["prefix:a/"]);
  await large.delete();
  await assert.rejects(large.getProperties(), (e) => e.statusCode === 404);
}

async function secrets() {
  const id = `${groupId}/providers/Microsoft.KeyVault/vaults/${vault}`;
  await resources.resources.createOrUpdateById(id, "2022-07-01", {
    location: "francecentral",
    properties: {
      tenantId: env.AZURE_TENANT_ID,
      sku: { family: "A", name: "standard" },
      enableRbacAuthorization: true,
    },
  });
  await assign(id, roles.secretsOfficer);
  const client = new SecretClient(`https://${vault}${env.BLEU_VAULT_SUFFIX}`, credential);
  await client.setSecret("one", "first", { tags: { of: "js" } });
  const second = await client.setSecret("one", "second");
  assert.equal((await client.getSecret("one")).value, "second");
  await client.updateSecretProperties("one", second.properties.version, { contentType: "text/plain" });
  let versions = 0;
  for await (const _ of client.listPropertiesOfSecretVersions("one")) versions++;
  assert.equal(versions, 2);
  await (await client.beginDeleteSecret("one", { intervalInMs: 100 })).pollUntilDone();
  await assert.rejects(client.getSecret("one"), (e) => e.statusCode === 404);
  await (await client.beginRecoverDeletedSecret("one", { intervalInMs: 100 })).pollUntilDone();
  assert.equal((await client.getSecret("one")).value, "second");
  await (await client.beginDeleteSecret("one", { intervalInMs: 100 })).pollUntilDone();
  await client.purgeDeletedSecret("one");
}

await groups();
await genericResources();
await blobs();
await secrets();
await resources.resourceGroups.delete(group);
assert.equal((await resources.resourceGroups.checkExistence(group)).body ?? false, false);
console.log("all claims hold");
