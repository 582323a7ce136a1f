/** Files that officers bring in pieces and enclose in what they do. */
import { createHash } from 'node:crypto'
import type { Act, Field, FileValue, Procedure, RowField } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { Command } from '../../../server/src/uses/command.ts'
import { beginUpload, continueUpload, lookAtUpload } from '../../../server/src/uses/file/upload.ts'
import { isUsed } from '../../../server/src/uses/file/upload-care.ts'
import { coded } from './_codes.ts'
import { attempt, going, noPage, opening } from './_officers.ts'
import { chance, count, type Done, draw, otherOf, type Party, type World } from './_world.ts'

/** Bytes; most files are of one chunk, some of more than one answer brings. */
const SIZES = [1, 4000, 65_536, 65_537, 150_000]
const PIECE = 10_000
/** Of uploads, so many are cut off. */
const CUT = 0.3
/** So many act in a dossier that there is; all others open one. */
const GOES_ON = 0.5

const isFile = (field: Field | RowField | undefined) => field?.kind === 'file'

/** The field of an act that can hold a file. */
function enclosing(procedure: Procedure, act: Act): string | undefined {
  return [...act.needs, ...(act.may ?? [])].find((name) => {
    const field = procedure.fields[name]
    return isFile(field) || (field?.kind === 'list' && Object.values(field.row).some(isFile))
  })
}

const canEnclose = (procedure: Procedure, act: Act | undefined) =>
  act !== undefined && enclosing(procedure, act) !== undefined

const OPENED = procedures
  .map(({ procedure }) => procedure)
  .filter((one) => Object.values(one.acts).some((act) => act.opens && canEnclose(one, act)))

/** An officer brings a file, also over a line that breaks, and encloses it in an act. */
export async function encloses(world: World, party: Party): Promise<Done> {
  if (world.down.has(party)) return 'not now'
  const command =
    (chance(world, GOES_ON) ? await going(world, party, canEnclose).catch(noPage) : null) ??
    opening(world, party, OPENED, canEnclose)
  if (command?.kind !== 'open' && command?.kind !== 'act') return 'not now'
  const procedure = await procedureOf(world, party, command)
  const act = procedure?.acts[command.act]
  const name = procedure && act && enclosing(procedure, act)
  if (!procedure || !name) return 'not now'
  const value = await brings(world, party, command.author.officer)
  if (!value) return 'not now'
  const fields = { ...command.fields, [name]: within(procedure.fields[name], value) }
  const part = procedure.fields[name]?.part ?? ''
  return attempt(world, party, { ...command, fields }, [{ part, value }])
}

async function procedureOf(
  { sides }: World,
  party: Party,
  command: Extract<Command, { kind: 'open' | 'act' }>,
): Promise<Procedure | undefined> {
  const { node, store } = sides[party]
  if (command.kind === 'open') return node.procedures.get(command.procedure)?.procedure
  const row = await store.read(RELATION, (reader) => reader.dossier(command.dossier)).catch(noPage)
  return row ? node.procedures.get(row.ahead.digest)?.procedure : undefined
}

/** The value of the field, or the one row of its list. */
function within(field: Field | undefined, file: FileValue): unknown {
  if (field?.kind !== 'list') return file
  const filled = Object.entries(field.row).filter(([name, of]) => isFile(of) || field.needs.includes(name))
  return [Object.fromEntries(filled.map(([name, of]) => [name, isFile(of) ? file : wordFor(of)]))]
}

function wordFor(field: RowField): unknown {
  if (field.kind === 'text') return { en: { text: 'a plan', standing: 'authoritative' } }
  return field.kind === 'line' ? 'en' : undefined
}

/** `null`: the node ended, or refuses it. */
async function brings(world: World, party: Party, officer: string): Promise<FileValue | null> {
  const { node } = world.sides[party]
  const { keep } = world.disks[party]
  const bytes = contentOf(world)
  const asked = { relation: RELATION, officer, name: 'plan.bin', bytes: bytes.length, now: node.clock() }
  try {
    const { id } = await beginUpload(keep, asked, (row) => isUsed(node, row))
    for (;;) {
      const { offset } = await lookAtUpload(keep, id, officer)
      const end = chance(world, CUT) ? offset + draw(world, bytes.length - offset) : bytes.length
      const { file } = await continueUpload(keep, id, officer, offset, pieces(bytes, offset, end))
      if (!file) {
        count(world, 'an upload cut off')
        continue
      }
      world.brought.set(file.digest, sha256Of(bytes))
      return file
    }
  } catch (error) {
    world.fault ??= coded(error)
    return null
  }
}

function contentOf(world: World): Buffer {
  const most = SIZES[draw(world, SIZES.length)] ?? 1
  const seed = createHash('sha256').update(String(world.random())).digest()
  return Buffer.alloc(chance(world, 0.3) ? most : draw(world, most + 1), seed)
}

async function* pieces(bytes: Buffer, from: number, to: number): AsyncGenerator<Buffer> {
  for (let at = from; at < to; at += PIECE) yield bytes.subarray(at, Math.min(to, at + PIECE))
}

export function sha256Of(...bytes: Buffer[]): string {
  const hash = createHash('sha256')
  for (const some of bytes) hash.update(some)
  return hash.digest('hex')
}

/** What no other disk has whole is nowhere any more; also what its author had destroyed, and knows nothing of if its record is lost. */
export function losesFiles(world: World, party: Party): void {
  const { files, uploads } = world.disks[party]
  const there = world.disks[otherOf(party)].files
  for (const name of world.brought.keys()) if (!there.has(name)) world.gone.add(name)
  files.clear()
  void uploads.clear()
}
