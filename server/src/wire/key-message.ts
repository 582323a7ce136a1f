/**
 * The one question that is not sealed: who was brought back from before a change of keys does not know to which key, nor
 * under which. All that is in it and in its answer is public to both sides; the pinned line says who asks.
 */
import {
  canonicalJson,
  equal,
  type KeyStep,
  ProtocolError,
  parseJson,
  readKeySteps,
  text,
  utf8,
} from '@counterpart/protocol'
import type { KeySteps } from '../uses/keys/key-steps.ts'
import { LinkFailure } from './link.ts'

const TITLE = 'counterpart keys question v1\n'
/**
 * The most changes of one side: one of each key every month for decades. Each costs some verifications, during which
 * nobody else is heard.
 */
const MOST_STEPS = 1000

export function encodeKeysQuestion(relation: string): Uint8Array {
  return utf8(`${TITLE}${relation}\n`)
}

export function isKeysQuestion(bytes: Uint8Array, relation: string): boolean {
  return equal(bytes, encodeKeysQuestion(relation))
}

export function encodeKeySteps(steps: KeySteps): Uint8Array {
  const keys = [...steps].map(([side, since]) => ({ side, since: since.map((step) => ({ ...step })) }))
  return utf8(canonicalJson({ v: 1, keys }))
}

/** What follows from it nobody knows yet. @throws LinkFailure `bad-step` */
export function decodeKeySteps(bytes: Uint8Array): KeySteps {
  try {
    const { v, keys } = (parseJson(text(bytes)) ?? {}) as Record<string, unknown>
    if (v !== 1 || !Array.isArray(keys) || keys.length !== 2) throw new LinkFailure('bad-step')
    return new Map(keys.map(readSide))
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new LinkFailure('bad-step', cause)
    throw cause
  }
}

function readSide(value: unknown): [string, readonly KeyStep[]] {
  const { side, since } = (value ?? {}) as Record<string, unknown>
  const steps = readKeySteps(since)
  if (typeof side !== 'string' || steps.length > MOST_STEPS) throw new LinkFailure('bad-step')
  return [side, steps]
}
