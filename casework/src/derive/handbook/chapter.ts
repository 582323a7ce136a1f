/** What every section of a chapter is written from, and the names of things in it. */
import { type Duration, GATES, type Procedure, parseDuration, type Role } from '../../language/index.ts'
import { own } from '../../language/own.ts'
import type { HandbookWords } from './words/words.ts'

export interface Chapter {
  procedure: Procedure
  words: HandbookWords
  /** The text under a key. */
  say: (key: string) => string
  /** What another procedure is called. */
  nameOf: (procedure: string) => string
}

/** Puts values into a sentence that has their names in braces. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (hole, name: string) => own(values, name) ?? hole)
}

export function rolesIn({ words, say }: Chapter, roles: readonly Role[]): string {
  return roles.length === 0 ? words.none : roles.map((role) => say(`/roles/${role}`)).join(words.comma)
}

export function actsIn({ words, say }: Chapter, acts: readonly string[], what: 'title' | 'done'): string {
  return acts.map((act) => say(`/acts/${act}/${what}`)).join(words.semicolon)
}

/** The name of a field, and that it is personal where it is. */
export function fieldIn(chapter: Chapter, name: string): string {
  const { procedure, say } = chapter
  const label = say(`/fields/${name}/label`)
  return marked(chapter, label, own(procedure.fields, name)?.part)
}

export function fieldsIn(chapter: Chapter, names: readonly string[]): string {
  return names.map((name) => fieldIn(chapter, name)).join(chapter.words.semicolon)
}

export function partIn(chapter: Chapter, name: string): string {
  return marked(chapter, chapter.say(`/parts/${name}`), name)
}

/** What a safeguard is called: the fields that answer them have all the same name. */
export function safeguardIn({ words, say }: Chapter, name: string): string {
  const known = GATES.find((one) => one === name)
  return known ? words.safeguard.names[known] : say(`/gates/${name}`)
}

function marked({ procedure, words }: Chapter, text: string, part = ''): string {
  const personal = own(procedure.parts, part)?.personal ?? false
  return personal ? fill(words.bracket, { text, what: words.field.personal }) : text
}

/** Fewer names than this are always read one by one. */
const LISTED = 5

/** The names of states; where it is nearly all of them, which it is not. */
export function statesIn({ procedure, words, say }: Chapter, names: readonly string[]): string {
  const listed = (some: readonly string[]) => some.map((name) => say(`/states/${name}`)).join(words.semicolon)
  const all = Object.entries(procedure.states)
  if (all.every(([name]) => names.includes(name))) return words.states.every
  const open = all.flatMap(([name, state]) => ('final' in state ? [] : [name]))
  const others = open.filter((name) => !names.includes(name))
  const named = names.filter((name) => open.includes(name))
  if (named.length < LISTED || others.length * 2 > named.length) return listed(names)
  const nearly =
    others.length === 0 ? words.states.everyOpen : fill(words.states.everyOpenBut, { states: listed(others) })
  const ends = names.filter((name) => !open.includes(name))
  return ends.length === 0 ? nearly : `${listed(ends)}${words.semicolon}${nearly}`
}

export function durationIn({ words }: Chapter, duration: Duration): string {
  const parts = parseDuration(duration)
  if (!parts) return duration
  const [one, more] = words.units[parts.unit]
  return `${parts.amount} ${parts.amount === 1 ? one : more}`
}
