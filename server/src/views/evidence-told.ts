/** What an entry says of itself to whoever reads an evidence file: what was done, where and when, in each language. */
import { isOfficeOf, type TextLanguage } from '@counterpart/casework'
import { utf8 } from '@counterpart/protocol'
import type { Directory } from '../directory.ts'
import type { EntryRow } from '../store/store.ts'
import { readHeader } from '../uses/log/entry.ts'
import type { ProcedureWithTexts } from '../uses/relation.ts'

export interface Told {
  /** In whose log it stands, which is proven. */
  side: string
  leaf: string
  time: number
  /** By language: the procedure, what was done in it, and the office as this node knows it. */
  words: Readonly<Record<TextLanguage, { procedure: string; done: string; office: string }>>
}

/** As far as it is read here. */
interface Texts {
  name?: string
  acts?: Record<string, { title?: string; done?: string }>
}

interface Known {
  procedures: ReadonlyMap<string, ProcedureWithTexts>
  directory: Directory
}

/** From the header, which is proven; `null` for what is no act of a procedure that is held here. */
export function toldOf({ procedures, directory }: Known, { side, leaf, bytes }: EntryRow): Told | null {
  const header = readHeader(bytes)
  if (header?.kind !== 'open' && header?.kind !== 'act') return null
  const declared = procedures.get(header.procedure)
  if (!declared) return null
  // A side may write the code of any office: only one of its own is named as whoever did it.
  const named = isOfficeOf(side, header.office) ? directory.office(header.office)?.name : undefined
  const wordsIn = (language: TextLanguage) => {
    const texts = declared.texts[language] as Texts | undefined
    const acts = texts?.acts ?? {}
    const act = Object.hasOwn(acts, header.act) ? acts[header.act] : undefined
    return {
      procedure: texts?.name ?? declared.procedure.name,
      done: act?.done ?? act?.title ?? header.act,
      office: named?.[language] ?? header.office,
    }
  }
  return {
    side,
    leaf,
    time: header.time,
    words: { vi: wordsIn('vi'), 'zh-Hans': wordsIn('zh-Hans'), en: wordsIn('en') },
  }
}

/**
 * As it went, for whoever reads it: what began the dossier, then both logs by the times they say, each of them in its own
 * order, which is proven. By side alone the answer would stand before the question.
 *
 * @param told of each log in its order
 */
export function asItWent(told: readonly Told[], dossier: string): Told[] {
  const logs = [...Map.groupBy(told, ({ side }) => side).values()].map((log) => [...log])
  const went: Told[] = []
  for (;;) {
    const next = logs
      .filter(([first]) => first !== undefined)
      .toSorted(([a], [b]) => rankIn(a, dossier) - rankIn(b, dossier))[0]
      ?.shift()
    if (!next) return went
    went.push(next)
  }
}

function rankIn(told: Told | undefined, dossier: string): number {
  return told?.leaf === dossier ? -1 : (told?.time ?? 0)
}

/** Line by line, as the other side would read it: in its own language, at the time of UTC that both know the same. */
export function toldLine({ side, time, words }: Told, language: TextLanguage): string {
  const { procedure, done, office } = words[language]
  return `<li><strong>${markup(done)}</strong> (${markup(procedure)})<br>${markup(side.toUpperCase())} · ${markup(office)} · ${momentOf(time, language)}</li>`
}

export function toldBytes(told: Told): number {
  const languages = Object.keys(told.words) as TextLanguage[]
  return languages.reduce((sum, language) => sum + utf8(toldLine(told, language)).length + 1, 0)
}

/** The last second that a date can show. */
const LAST = 8_640_000_000_000

/** One a language for the whole process: each holds memory that no heap counts, and a file may have 60 000 such times. */
const moments = new Map<TextLanguage, Intl.DateTimeFormat>()

function momentsIn(language: TextLanguage): Intl.DateTimeFormat {
  const known = moments.get(language)
  if (known) return known
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone: 'UTC',
    hourCycle: 'h23',
  })
  moments.set(language, format)
  return format
}

/** A header may say any time: one that no calendar has is shown as its seconds. */
function momentOf(seconds: number, language: TextLanguage): string {
  return seconds > LAST ? String(seconds) : momentsIn(language).format(seconds * 1000)
}

/** Names come from files that others wrote: none of them is markup. */
function markup(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
