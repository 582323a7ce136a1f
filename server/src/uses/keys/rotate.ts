/**
 * Changes one of our keys. The new one is on disk before the entry that names it; the old one is destroyed only when
 * nothing can need it any more.
 */
import { base64, type NoteKeys, type NoteSigner, vkeysOf } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { KeyUse } from '../../keys/key-file.ts'
import { type KeyRing, nameOfKey } from '../../keys/key-ring.ts'
import type { Reader, Writer } from '../../store/store.ts'
import { lastReceipt } from '../clock/receipt-time.ts'
import { heldCode } from '../held.ts'
import { writeKey } from '../log/compose.ts'
import { rowOf } from '../log/entry.ts'
import { checkHead, grow, signHead } from '../log/heads.ts'
import { logSpans } from '../log/log-spans.ts'
import { publicOf } from '../log/signed.ts'
import { dossierIn } from '../procedure-in.ts'
import type { Node, Relation } from '../relation.ts'
import { recordedAt } from '../send/line.ts'
import { refusedBy, write } from '../write.ts'
import { hasNoRoom, isOf, lastChange, readKeys } from './key-record.ts'

export interface Wish {
  use: KeyUse
  /** The key before may be in other hands. */
  revoked?: boolean
  /** The public key of an outside command. */
  outside?: Uint8Array
}

export interface Rotated {
  index: number
  /** Whether an entry was written. */
  fresh: boolean
}

/**
 * @throws NodeError `rotation-open` while the other side has not receipted the change before, `keys-full` where no
 * further one would count, why nothing is recorded, and what key file, signer and store throw: then the old key goes on
 */
export async function rotateKey(node: Node, relation: Relation, wish: Wish): Promise<Rotated> {
  const { ring } = relation
  if (!ring) throw new NodeError({ code: 'key-missing', message: 'this node has no key file' })
  const { ours } = await node.store.read(relation.id, async (reader) => {
    await readKeys(relation, reader)
    return reader.heads()
  })
  const held = heldCode(node, relation, ours.time)
  if (held) throw new NodeError({ code: held })
  // A key that an earlier attempt left on disk is used: no entry names it.
  ring.reload()
  const next = unnamed(relation, ring, wish) ?? madeNow(relation, ring, wish)
  const rotated = await write(
    node,
    relation,
    (writer) => record(node, relation, ring, wish, next, writer),
    ({ fresh }) => fresh,
  )
  await node.store.read(relation.id, (reader) => readKeys(relation, reader))
  if (rotated.fresh) {
    relation.line.waiting += 1
    relation.line.oldest ??= node.clock()
    recordedAt(relation.line, rotated.index + 1, node.monotonic())
    node.events.emit({ kind: 'changed', relation: relation.id, dossiers: [] })
    node.events.emit({ kind: 'due', relation: relation.id })
  }
  // The change stands. An old key that could not be destroyed now is tried again with every tick.
  await destroyOld(node, relation).catch((error: unknown) => refusedBy(node, relation, error))
  return rotated
}

function unnamed(relation: Relation, ring: KeyRing, { use, outside }: Wish): string | null {
  const known = namesOf(relation, use)
  // The key file may still hold a key of an earlier epoch's log, which signs nothing any more.
  const name = relation.chain.ours.at(-1)?.log.name
  const usable = use === 'log' ? ring.log.filter((signer) => signer.name === name) : ring[use]
  const found = usable.map(nameOfKey).filter((key) => !known.includes(key))
  const wanted = outside && base64(outside)
  return found.find((key) => wanted === undefined || key === wanted) ?? null
}

/** A further change would be in the log for good and change nothing (KEYS-2). */
function checkRoom(relation: Relation, { use }: Wish): void {
  if (hasNoRoom(relation.keyed.ours, use)) throw new NodeError({ code: 'keys-full' })
}

function madeNow(relation: Relation, ring: KeyRing, wish: Wish): string {
  checkRoom(relation, wish)
  ring.make(wish.use, wish.outside)
  const made = unnamed(relation, ring, wish)
  if (made === null) throw new NodeError({ code: 'key-missing', message: 'a key that was used before' })
  return made
}

/** Every key of ours that is or was in use, oldest first. */
function namesOf({ keyed, exchanged, chain }: Relation, use: KeyUse): string[] {
  if (use === 'seal') return [exchanged.seals[0] ?? '', ...keyed.ours.seals]
  const own = chain.ours.at(-1)
  const spans = use === 'custody' ? keyed.ours.custody : own ? logSpans(keyed.ours, own) : []
  return spans.map(({ keys }) => base64(keys.ed25519))
}

async function record(
  node: Node,
  relation: Relation,
  ring: KeyRing,
  wish: Wish,
  next: string,
  writer: Writer,
): Promise<Rotated> {
  await readKeys(relation, writer)
  const heads = await writer.heads()
  const last = lastOwn(relation, wish.use)
  // An earlier commit whose outcome was not known did it already.
  if (namesOf(relation, wish.use).at(-1) === next && last !== null) return { index: last, fresh: false }
  checkRoom(relation, wish)
  const receipted = (await writer.lastCheckpoint(relation.ours, true))?.size ?? 0
  if (last !== null && last >= receipted) throw new NodeError({ code: 'rotation-open' })
  await checkHead(writer, relation.ours, heads.ours)
  const time = Math.max(node.clock(), heads.ours.time, await lastReceipt(node, relation, writer))
  const place = { relation: relation.id, seen: heads.theirs.size, time, random: node.random }
  const keys = wish.use === 'seal' ? [next] : vkeysOf(signerOf(ring, wish.use, next), wish.use)
  const written = writeKey({ use: wish.use, keys, revoked: wish.revoked ?? false }, place)
  const { row } = rowOf(relation.ours, heads.ours.size, written.bytes, heads.ours, dossierIn(node, relation))
  const grown = grow(heads.ours, [row])
  const parts = written.parts.map((part) => ({ leaf: row.leaf, ...part }))
  await writer.append(relation.ours, [row], parts, grown.nodes, grown.head)
  let note = await signHead(node, relation, grown.head)
  const signer = wish.use === 'log' ? ring.log.find((one) => nameOfKey(one) === next) : undefined
  // The head that ends with a change of the log's keys has the lines of both keys (KEYS-3).
  if (signer) note += linesOf(await signHead(node, relation, grown.head, signer))
  await writer.putCheckpoint({ side: relation.ours, size: grown.head.size, note, cosignature: null })
  return { index: row.index, fresh: true }
}

function signerOf(ring: KeyRing, use: 'log' | 'custody', name: string): NoteKeys {
  const signer = ring[use].find((one) => nameOfKey(one) === name)
  if (!signer) throw new NodeError({ code: 'key-missing' })
  return publicOf(signer)
}

function linesOf(note: string): string {
  return note.slice(note.indexOf('\n\n') + 2)
}

/** Index of our last change of this use. */
function lastOwn(relation: Relation, use: KeyUse): number | null {
  return lastChange(relation, relation.ours, use)?.index ?? null
}

/**
 * The old key of a log goes when the new one has signed; one of custody when the other side has receipted the change; one
 * for sealing when the other side's log shows that it knew of the change, for all that was sealed before is then held.
 */
export async function destroyOld(node: Node, relation: Relation): Promise<void> {
  const { ring } = relation
  if (!ring) return
  const { known, receipted } = await node.store.read(relation.id, async (reader: Reader) => {
    await readKeys(relation, reader)
    const { theirs } = await reader.heads()
    return {
      known: theirs.running,
      receipted: (await reader.lastCheckpoint(relation.ours, true))?.size ?? 0,
    }
  })
  const bound = { log: Number.POSITIVE_INFINITY, custody: receipted, seal: known }
  for (const use of ['log', 'custody', 'seal'] as const) {
    const names = namesOf(relation, use)
    const last = lastOwn(relation, use)
    // Keys before the last two were destroyed before the last change could be recorded.
    if (last === null || last >= bound[use]) continue
    for (const name of ring[use].map(nameOfKey))
      if (names.slice(0, -1).includes(name)) ring.destroy(use, name)
  }
}

/**
 * Our custody key for a statement. While the other side has not receipted our last change it cannot know the new key,
 * so the one before states.
 */
export function statingKey(relation: Relation, receipted: number): NoteSigner {
  const last = lastOwn(relation, 'custody')
  const [before] = relation.keyed.ours.custody.slice(-2)
  if (last === null || last < receipted || !before || before.revoked) return relation.custody
  return relation.ring?.custody.find((signer) => isOf(signer, before.keys)) ?? relation.custody
}
