// A nats-server with the rights that docs/nats.md gives. Promise: provinces exchange letters under them, and none gets at
// what is for another, or speaks in its name.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection, PermissionViolationError } from '@nats-io/transport-node';
import { NatsServer } from '../../scripts/nats-server.js';
import { describeWithNats } from '../support/describe-with-nats.js';
import { ExchangeNetwork } from '../support/exchange/exchange-network.js';
import { until } from '../support/until.js';

const [, documented = ''] = /```\n(jetstream: enabled\n[^]*?)```/.exec(readFileSync('docs/nats.md', 'utf8')) ?? [];
const withoutCreation = documented.replaceAll(/ "\$JS\.API\.(STREAM|CONSUMER)\.CREATE[^"]*",/g, '');

describeWithNats('the rights of provinces at a nats-server', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tongban-nats-rights-'));
  const configFile = path.join(folder, 'nats.conf');
  let nats: NatsServer;
  let network: ExchangeNetwork;
  beforeEach(async () => {
    writeFileSync(configFile, documented);
    nats = await NatsServer.start(configFile);
    const urlOf = (code: string) => nats.url.replace('//', `//${code.toLowerCase()}:${code.toLowerCase()}-secret@`);
    network = await ExchangeNetwork.openOver(urlOf, 'GD', 'HN');
  });
  afterEach(async () => {
    await network[Symbol.asyncDispose]();
    await nats[Symbol.asyncDispose]();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const asHunan = (): Promise<NatsConnection> =>
    connect({ servers: nats.url, user: 'hn', pass: 'hn-secret', inboxPrefix: '_INBOX_HN' });

  async function tell(): Promise<void> {
    const id = await network.say('GD', { collaborationNo: 'C-1', to: 'HN', payload: {} });
    expect(await network.sent('GD', id)).toMatchObject({ state: 'ACKED' });
  }

  it('suffice for letters and answers, and to make what is not there', async () => {
    await tell();
  });

  it('suffice without the rights to create when everything is there', async () => {
    await tell();
    expect(withoutCreation).not.toContain('CREATE');
    writeFileSync(configFile, withoutCreation);

    await nats.kill();
    await nats.revive();

    await tell();
  });

  it('let nobody publish in the name of another, nor listen where another hears', async () => {
    await tell();
    const connection = await asHunan();
    const refused: string[] = [];
    void (async () => {
      for await (const status of connection.status()) {
        if (status.type === 'error' && status.error instanceof PermissionViolationError)
          refused.push(status.error.subject);
      }
    })();
    const heard: string[] = [];
    const listen = (subject: string) =>
      connection.subscribe(subject, {
        callback: (error, message) => {
          if (error === null) heard.push(message.subject);
        },
      });

    for (const subject of ['tongban.answer.GD.SC.x', 'tongban.letter.GD.SC.x']) connection.publish(subject, '{}');
    for (const subject of ['tongban.>', '_INBOX_GD.>', '$JS.API.>']) listen(subject);
    await until(() => new Set(refused).size === 5);
    await tell();

    expect(heard).toEqual([]);
    await connection.close();
  });

  it('let nobody read, empty, change or remove the stream of another', async () => {
    await tell();
    const connection = await asHunan();
    const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 1_000 });
    const { streams, consumers } = manager;

    const attempts = [
      () => streams.info('TONGBAN_GD'),
      () => streams.purge('TONGBAN_GD'),
      () => streams.delete('TONGBAN_GD'),
      () => streams.update('TONGBAN_GD', { subjects: ['tongban.other'] }),
      () => streams.getMessage('TONGBAN_GD', { seq: 1 }),
      () => consumers.add('TONGBAN_GD', { durable_name: 'spy' }),
      () => consumers.delete('TONGBAN_GD', 'province'),
      () => jetstream(connection).consumers.get('TONGBAN_GD', 'province'),
    ];

    for (const attempt of attempts) await expect(attempt()).rejects.toThrow('Permissions Violation');
    await tell();
    await connection.close();
  });
});
