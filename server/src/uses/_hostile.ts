/** A counterpart that writes what it likes and signs it. */
import {
  appendLeaf,
  canonicalJson,
  emptyFrontier,
  encodeHeader,
  type Header,
  leafHashBytes,
  logOrigin,
  type NoteSigner,
  partDigest,
  rootOf,
  type Step,
  type StepEntry,
  signCheckpoint,
  utf8,
} from '@counterpart/protocol'
import { ERRAND } from './_pacts.ts'
import { RELATION } from './_talk.ts'
import { fakeSigner } from './_world.ts'

export const SALT = new Uint8Array(32).fill(7)

export interface Hostile {
  signer: NoteSigner
  entries: StepEntry[]
  note(size?: number): string
  step(more?: Partial<Step>): Step
}

export function newHostile(party = 'aaa'): Hostile {
  const signer = fakeSigner(logOrigin(`${party}.test`, RELATION, 1))
  const hostile: Hostile = {
    signer,
    entries: [],
    note(size = hostile.entries.length) {
      let frontier = emptyFrontier()
      for (const { header } of hostile.entries.slice(0, size))
        frontier = appendLeaf(frontier, leafHashBytes(header)).frontier
      return signCheckpoint({ origin: hostile.signer.name, size, root: rootOf(frontier) }, hostile.signer)
    },
    step(more = {}) {
      const start = more.start ?? 0
      const entries = more.entries ?? hostile.entries.slice(start)
      return {
        relation: RELATION,
        from: party,
        epoch: 1,
        start,
        entries,
        checkpoint: entries.length > 0 ? hostile.note(start + entries.length) : null,
        cosignature: null,
        holds: 0,
        held: null,
        nonce: new Uint8Array(16),
        ...more,
      }
    },
  }
  return hostile
}

/** An entry of the other kinds, which name no procedure and no office. */
export function bare(over: Partial<Header>): StepEntry {
  const bytes = utf8(canonicalJson({}))
  const parts = [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }]
  const header = { v: 1, relation: RELATION, seen: 0, time: 1_700_000_000, parts, ...over } as Header
  return { header: encodeHeader(header), parts: [{ name: 'kept', salt: SALT, bytes }] }
}

/** An entry with a kept part that says `kept`. */
export function entry(over: Partial<Header> & { kept?: object } = {}): StepEntry {
  const { kept = { title: 'x' }, ...header } = over
  const bytes = utf8(canonicalJson(kept))
  const whole = {
    v: 1,
    relation: RELATION,
    kind: 'open',
    seen: 0,
    time: 1_700_000_000,
    office: 'aaa-office',
    officer: 'aaa-1',
    procedure: ERRAND,
    act: 'ask',
    handling: 'H1',
    parts: [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }],
    ...header,
  } as Header
  return { header: encodeHeader(whole), parts: [{ name: 'kept', salt: SALT, bytes }] }
}

export function mark(over: { seen: number; kept?: object }): StepEntry {
  const bytes = utf8(canonicalJson(over.kept ?? { states: '0'.repeat(64), verdicts: [] }))
  const parts = [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }]
  const place = { relation: RELATION, seen: over.seen, time: 1_700_000_000 }
  const header: Header = { v: 1, kind: 'mark', ...place, parts }
  return { header: encodeHeader(header), parts: [{ name: 'kept', salt: SALT, bytes }] }
}

export function malformed(text = '{"v":1,"v":1}'): StepEntry {
  return { header: utf8(text), parts: [] }
}
