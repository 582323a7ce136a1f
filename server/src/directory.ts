/** The offices of both sides, from a plain data file, and who is below whom. */
import { readFileSync } from 'node:fs'
import { isOfficeOf, LEVELS, type Level } from '@counterpart/casework'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { NodeError } from './errors.ts'
import { CODE, PARTY } from './names.ts'

const code = Type.String({ pattern: CODE })
const name = Type.String({ minLength: 1, maxLength: 300 })

const OfficeData = Type.Object(
  {
    code,
    side: Type.String({ pattern: PARTY }),
    level: Type.Unsafe<Level>(Type.Enum([...LEVELS] as [string, ...string[]])),
    name: Type.Object({ en: name, vi: name, 'zh-Hans': name }, { additionalProperties: false }),
    faces: Type.Array(code),
    /** The office it answers to; without it, every office of its side on a higher level is above it. */
    under: Type.Optional(code),
  },
  { additionalProperties: false },
)
export type Office = Static<typeof OfficeData>

const DirectoryData = Type.Array(OfficeData, { maxItems: 10_000 })

export interface Directory {
  offices: readonly Office[]
  office(code: string): Office | null
  /** Offices below this one on its own side, by level. */
  below(code: string): readonly string[]
}

/** How an own office stands to another office of the same side. */
export type Standing = 'own' | 'below' | 'other'

export function standing(directory: Directory, from: string, to: string): Standing {
  if (from === to) return 'own'
  return directory.below(from).includes(to) ? 'below' : 'other'
}

/** Throws NodeError `bad-config` when offices repeat, have codes of another side, face nobody known, or answer to nobody above. */
export function directoryOf(data: unknown): Directory {
  if (!Value.Check(DirectoryData, data)) throw wrong(`is not a list of offices${firstProblem(data)}`)
  const offices = new Map<string, Office>()
  for (const office of data) {
    if (offices.has(office.code)) throw wrong(`names ${office.code} twice`)
    if (!isOfficeOf(office.side, office.code))
      throw wrong(`names ${office.code}, which is no office of ${office.side}`)
    offices.set(office.code, office)
  }
  const rank = (office: Office) => LEVELS.indexOf(office.level)
  for (const office of data) {
    for (const faced of office.faces) {
      const other = offices.get(faced)
      if (!other || other.side === office.side) throw wrong(`lets ${office.code} face ${faced}`)
    }
    if (office.under === undefined) continue
    const above = offices.get(office.under)
    if (!above || above.side !== office.side || rank(above) <= rank(office))
      throw wrong(`puts ${office.code} under ${office.under}`)
  }
  const isBelow = (office: Office, above: Office): boolean => {
    if (office.side !== above.side || rank(office) >= rank(above)) return false
    if (office.under === undefined) return true
    if (office.under === above.code) return true
    const next = offices.get(office.under)
    return next !== undefined && isBelow(next, above)
  }
  const below = new Map(
    data.map((above) => [above.code, data.filter((one) => isBelow(one, above)).map((one) => one.code)]),
  )
  return {
    offices: data,
    office: (wanted) => offices.get(wanted) ?? null,
    below: (wanted) => below.get(wanted) ?? [],
  }
}

interface Problem {
  keyword: string
  instancePath: string
  message: string
  params: { additionalProperties?: string[]; requiredProperties?: string[] }
}

/** Where it is not, when it is a list at all. */
function firstProblem(data: unknown): string {
  if (!Array.isArray(data)) return ''
  const problems = [...Value.Errors(DirectoryData, data)] as Problem[]
  const first = problems.find((one) => one.keyword !== 'boolean')
  if (!first) return ''
  const { instancePath, params, message } = first
  const [unknown] = params.additionalProperties ?? []
  const [missed] = params.requiredProperties ?? []
  if (unknown !== undefined) return `: ${instancePath}/${unknown} is not known here`
  if (missed !== undefined) return `: ${instancePath}/${missed} is missing`
  return `: ${instancePath} ${message}`
}

export function readDirectory(file: string): Directory {
  let data: unknown
  try {
    data = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    const message = `the list of offices, ${file}, cannot be read`
    throw new NodeError({ code: 'bad-config', message, cause })
  }
  return directoryOf(data)
}

function wrong(what: string): NodeError {
  return new NodeError({ code: 'bad-config', message: `the directory of offices ${what}` })
}
