/**
 * A network of one server, as its vendor ships it: directory and account server, in memory and a folder of its own.
 * Orders come as lines of JSON on standard input and are carried out with the vendor's own client; it ends with its input.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { AtpAgent, RichText } from '@atproto/api';
import { Secp256k1Keypair } from '@atproto/crypto';
import { envToCfg, envToSecrets, PDS } from '@atproto/pds';
import plc from '@did-plc/server';

const adminPassword = 'admin-of-the-test';
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-atproto-'));
const plcUrl = await startDirectory();
const pdsUrl = await startAccountServer();
const agents = new Map();

const orders = {
  account: async ({ handle }) => {
    const agent = new AtpAgent({ service: pdsUrl });
    const name = handle.split('.')[0];
    await agent.createAccount({ handle, email: `${name}@example.org`, password: 'password-of-the-test' });
    agents.set(handle, agent);
    return { did: agent.assertDid };
  },
  /** With `rich` the client writes facets, as the usual app does. */
  post: async ({ by, text, rich, record = {} }) => {
    const agent = agents.get(by);
    const richText = new RichText({ text });
    if (rich) richText.detectFacetsWithoutResolution();
    return agent.post({ text: richText.text, ...(rich ? { facets: richText.facets } : {}), ...record });
  },
  repost: ({ by, uri, cid }) => agents.get(by).repost(uri, cid),
  edit: async ({ by, uri, text }) => {
    const agent = agents.get(by);
    const rkey = uri.split('/').at(-1);
    const record = { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString() };
    await agent.com.atproto.repo.putRecord({ repo: agent.assertDid, collection: 'app.bsky.feed.post', rkey, record });
    return {};
  },
  remove: async ({ by, uri }) => {
    await agents.get(by).deletePost(uri);
    return {};
  },
  rename: async ({ by, handle }) => {
    await agents.get(by).com.atproto.identity.updateHandle({ handle });
    return {};
  },
  takeDown: async ({ did }) => {
    const subject = { $type: 'com.atproto.admin.defs#repoRef', did };
    const headers = { authorization: `Basic ${Buffer.from(`admin:${adminPassword}`).toString('base64')}` };
    const agent = new AtpAgent({ service: pdsUrl });
    await agent.com.atproto.admin.updateSubjectStatus(
      { subject, takedown: { applied: true, ref: '1' } },
      { headers, encoding: 'application/json' },
    );
    return {};
  },
};

say({ plcUrl, pdsUrl });
for await (const line of createInterface({ input: process.stdin })) {
  const { id, order, ...given } = JSON.parse(line);
  try {
    say({ id, value: await orders[order](given) });
  } catch (error) {
    say({ id, error: String(error) });
  }
}
rmSync(folder, { recursive: true, force: true });
process.exit(0);

async function startDirectory() {
  const port = await freePort();
  await plc.PlcServer.create({ db: plc.Database.mock(), port }).start();
  return `http://localhost:${port}`;
}

async function startAccountServer() {
  const port = await freePort();
  const environment = {
    port,
    hostname: 'localhost',
    devMode: true,
    didPlcUrl: plcUrl,
    dataDirectory: folder,
    blobstoreDiskLocation: path.join(folder, 'blobs'),
    recoveryDidKey: (await Secp256k1Keypair.create()).did(),
    adminPassword,
    jwtSecret: 'secret-of-the-test',
    serviceHandleDomains: ['.test'],
    bskyAppViewUrl: 'http://localhost:9',
    bskyAppViewDid: 'did:example:nobody',
    plcRotationKeyK256PrivateKeyHex: await privateKey(),
    inviteRequired: false,
    disableSsrfProtection: true,
  };
  const pds = await PDS.create(envToCfg(environment), envToSecrets(environment));
  await pds.start();
  return `http://localhost:${port}`;
}

async function privateKey() {
  const key = await Secp256k1Keypair.create({ exportable: true });
  return Buffer.from(await key.export()).toString('hex');
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
