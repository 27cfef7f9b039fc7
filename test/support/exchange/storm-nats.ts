import { NatsServer } from '../../../scripts/nats-server.js';
import { startTcpProxy, type TcpProxy } from '../tcp-proxy.js';
import type { NatsBlow } from './nemesis.js';

/** A nats-server of a storm, and a line to it for each province; either can be struck, and heals again. */
export class StormNats implements AsyncDisposable {
  readonly #lines = new Map<string, TcpProxy>();
  // Killing and starting it again take turns, however closely blows follow each other.
  #turn: Promise<void> = Promise.resolve();

  private constructor(readonly server: NatsServer) {}

  static async start(provinces: readonly string[]): Promise<StormNats> {
    const nats = new StormNats(await NatsServer.start());
    for (const code of provinces) nats.#lines.set(code, await startTcpProxy(nats.server));
    return nats;
  }

  /** Where a province finds it. */
  urlOf(code: string): string {
    return `nats://${this.#line(code).host}`;
  }

  /** Does what a blow says. Gives what ends it. */
  strike(kind: NatsBlow, code: string): () => void {
    const line = this.#line(code);
    switch (kind) {
      case 'kill nats':
        this.#next(() => this.server.kill());
        return () => this.#next(() => this.server.revive());
      case 'lose nats':
        this.#next(() => this.server.lose());
        return () => this.#next(() => this.server.revive());
      case 'cut from nats':
        line.cut();
        return () => line.mend();
      case 'hush nats':
        line.hush();
        return () => line.mend();
      case 'reset nats':
        line.reset();
        return () => undefined;
    }
  }

  #line(code: string): TcpProxy {
    const line = this.#lines.get(code);
    if (line === undefined) throw new Error(`${code} is not in this storm`);
    return line;
  }

  #next(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn;
    for (const line of this.#lines.values()) await line[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
  }
}
