import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SECRETS, type SecretName, type SecretValue } from './kinds.ts';

/** Real milliseconds until a value is asked for again: so soon is a rotation seen everywhere, without a deployment. */
export const SECRET_AGE_MS = 5 * 60_000;

/** What stands there is not what was agreed. Its message names the secret and never repeats anything of it. */
export class SecretMalformed extends Error {
  override name = 'SecretMalformed';
  constructor(name: SecretName) {
    super(`secret.malformed ${name}`);
  }
}

/** Nothing was ever put there, or the secret itself is gone. */
const NOTHING = 'ResourceNotFoundException';

interface Known<V> {
  value: V | null;
  readAt: number;
}

/** One secret as a function reads it: when it is first needed, and again when what is known has become old. */
export class Secret<N extends SecretName> {
  readonly name: N;
  readonly #arn: string;
  readonly #client: SecretsManagerClient;
  #known: Known<SecretValue<N>> | undefined;
  #reading: Promise<SecretValue<N> | null> | undefined;

  constructor(name: N, arn: string, client: SecretsManagerClient) {
    this.name = name;
    this.#arn = arn;
    this.#client = client;
  }

  /**
   * The value; null where nobody has set it. The very same object as before as long as the same stands there.
   * @throws SecretMalformed, and whatever the service throws when it does not answer
   */
  read(): Promise<SecretValue<N> | null> {
    const known = this.#known;
    if (known !== undefined && Date.now() - known.readAt < SECRET_AGE_MS) return Promise.resolve(known.value);
    // Messages of a batch ask at the same time.
    this.#reading ??= this.#fetch().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** The other side did not accept it: it may have been changed this minute. */
  forget(): void {
    if (this.#known !== undefined) this.#known.readAt = 0;
  }

  async #fetch(): Promise<SecretValue<N> | null> {
    const before = this.#known?.value ?? null;
    const read = await this.#parsed();
    const value = JSON.stringify(read) === JSON.stringify(before) ? before : read;
    this.#known = { value, readAt: Date.now() };
    return value;
  }

  async #parsed(): Promise<SecretValue<N> | null> {
    let text: string | undefined;
    try {
      ({ SecretString: text } = await this.#client.send(new GetSecretValueCommand({ SecretId: this.#arn })));
    } catch (error) {
      if (error instanceof Error && error.name === NOTHING) return null;
      throw error;
    }
    const parsed = SECRETS[this.name].safeParse(json(text ?? ''));
    if (!parsed.success) throw new SecretMalformed(this.name);
    // The schema is the one of this very name; that the pair belongs together is beyond the type checker.
    return parsed.data as SecretValue<N>;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
