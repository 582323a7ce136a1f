/** The keys of a relation whose secrets are here, and the making and destroying of one. */
import { base64, type NoteSigner } from '@counterpart/protocol'
import type { Certificate } from './certificate.ts'
import { fileFailure } from './file-failure.ts'
import {
  type CommandOf,
  type KeyFile,
  type KeyUse,
  openKeyFile,
  type Ring,
  readKeyFile,
  withBegun,
  withCertificate,
  withKey,
  withoutKey,
  writeKeyFile,
} from './key-file.ts'
import type { OpeningKey } from './sealing.ts'

export interface KeyRing extends Readonly<Ring> {
  /** Whether the log of these keys was ever signed, by whatever database. */
  readonly begun: boolean
  /** On disk when it returns: before anything is signed for the log. */
  begin(): void
  /** As it is on disk: what a write left there of which nobody knew. */
  reload(): void
  /** On disk when it returns. `outside`: the public key of an outside command. */
  make(use: KeyUse, outside?: Uint8Array): void
  /** The secret is gone when it returns; the outside command keeps what it has. */
  destroy(use: KeyUse, publicKey: string): void
  /** Another certificate of the key that is there is on disk when it returns. */
  certify(made: Certificate): void
}

/** What a key is called among those of its use: its public half, base64; of two the Ed25519 one. */
export function nameOfKey(key: NoteSigner | OpeningKey): string {
  return base64('ed25519' in key ? key.ed25519.publicKey : key.publicKey)
}

export class FileRing implements KeyRing {
  readonly #path: string
  readonly #secret: Uint8Array
  readonly #commandOf: CommandOf
  readonly #write: (path: string, file: KeyFile) => void
  #ring: Ring
  #begun = false

  constructor(path: string, secret: Uint8Array, commandOf: CommandOf, write = writeKeyFile) {
    this.#path = path
    this.#secret = secret
    this.#commandOf = commandOf
    this.#write = write
    this.#ring = this.#read()
  }

  get begun(): boolean {
    return this.#begun
  }

  get log(): NoteSigner[] {
    return this.#ring.log
  }

  get custody(): NoteSigner[] {
    return this.#ring.custody
  }

  get seal(): OpeningKey[] {
    return this.#ring.seal
  }

  reload(): void {
    this.#ring = this.#read()
  }

  begin(): void {
    this.#put(withBegun(readKeyFile(this.#path)))
    this.#begun = true
  }

  make(use: KeyUse, outside?: Uint8Array): void {
    this.#change((file) => withKey(file, this.#secret, use, outside))
  }

  destroy(use: KeyUse, publicKey: string): void {
    this.#change((file) => withoutKey(file, this.#secret, use, publicKey))
  }

  certify(made: Certificate): void {
    this.#change((file) => withCertificate(file, this.#secret, made))
  }

  #read(): Ring {
    const file = readKeyFile(this.#path)
    this.#begun = file.begun === true
    return openKeyFile(file, this.#secret, this.#commandOf).ring
  }

  #change(how: (file: KeyFile) => KeyFile): void {
    const file = how(readKeyFile(this.#path))
    // What cannot be opened again is not written: it would be found out at the next start.
    const { ring } = openKeyFile(file, this.#secret, this.#commandOf)
    this.#put(file)
    this.#ring = ring
  }

  #put(file: KeyFile): void {
    try {
      this.#write(this.#path, file)
    } catch (cause) {
      throw fileFailure(cause, this.#path, `cannot write the key file ${this.#path}`)
    }
  }
}
