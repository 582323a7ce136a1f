/**
 * How far our logs were signed when something of them last left the node: one small file outside the database, at best
 * on a second disk. A database that is behind it was brought back, whatever else says so.
 */
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { NodeError } from '../../errors.ts'

/** Sizes of one epoch are compared; a later epoch is further whatever its size. */
export interface Water {
  epoch: number
  size: number
}

export interface HighWater {
  last(relation: string): Water | null
  /** Resolves when it is on disk; what is not further changes nothing. @throws NodeError `high-water` */
  raise(relation: string, water: Water): Promise<void>
}

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Form = Type.Object(
  {
    v: Type.Literal(1),
    relations: Type.Record(
      Type.String(),
      Type.Object({ epoch: count, size: count }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
)

export function isBehind(here: Water, there: Water | null): boolean {
  if (there === null) return false
  return here.epoch < there.epoch || (here.epoch === there.epoch && here.size < there.size)
}

/**
 * What it holds is written once more: a folder that is not there, or takes nothing, is found at the start and not by the
 * first act, which would wait for it. @throws NodeError `high-water`
 */
export async function openHighWater(path: string): Promise<HighWater> {
  const marks = await read(path)
  await keep(path, marks)
  let writing: Promise<unknown> = Promise.resolve()
  return {
    last: (relation) => marks.get(relation) ?? null,
    async raise(relation, water) {
      const mine = writing.then(async () => {
        const last = marks.get(relation)
        if (last && !isBehind(last, water)) return
        const raised = new Map(marks).set(relation, { epoch: water.epoch, size: water.size })
        await keep(path, raised)
        marks.set(relation, { epoch: water.epoch, size: water.size })
      })
      writing = mine.catch(() => undefined)
      await mine
    },
  }
}

async function read(path: string): Promise<Map<string, Water>> {
  let found: string
  try {
    found = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map()
    throw failure(path, error)
  }
  try {
    const value: unknown = JSON.parse(found)
    if (!Value.Check(Form, value)) throw new TypeError('another form')
    return new Map(Object.entries(value.relations))
  } catch (cause) {
    throw failure(path, cause)
  }
}

/** The whole file or the one before it, also when the power fails. */
async function write(path: string, text: string): Promise<void> {
  const beside = `${path}.new`
  const file = await open(beside, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function keep(path: string, marks: ReadonlyMap<string, Water>): Promise<void> {
  try {
    await write(path, `${JSON.stringify({ v: 1, relations: Object.fromEntries(marks) })}\n`)
  } catch (cause) {
    throw failure(path, cause)
  }
}

function failure(path: string, cause: unknown): NodeError {
  const { code = 'damaged' } = cause as NodeJS.ErrnoException
  const message = `the file of the high-water mark, ${path}, cannot be read or written (${code})`
  return new NodeError({ code: 'high-water', message, cause })
}
