/** A chapter of the handbook in one language, as Markdown: what officers read of a declaration. */
import { CaseworkError } from '../errors.ts'
import { type Act, type Deadline, type Procedure, parseDuration, type State } from '../language/index.ts'
import { own } from '../language/own.ts'
import { HANDBOOK_WORDS, type HandbookWords } from './handbook-words.ts'
import { inLine, table } from './markdown.ts'
import { stateDiagram } from './state-diagram.ts'
import { type TextTree, textAt } from './text-keys.ts'

/** What a chapter is written from. `say` gives the text under a key. */
interface Chapter {
  procedure: Procedure
  words: HandbookWords
  say: (key: string) => string
}

/**
 * `texts`: of that language, those of the common acts merged in, also with the names of roles, levels
 * and sides.
 * @throws CaseworkError `unknown-language`, `unknown-text`
 */
export function handbookOf(procedure: Procedure, texts: TextTree, language: string): string {
  const words = own(HANDBOOK_WORDS, language)
  if (!words) throw new CaseworkError('unknown-language')
  const say = (key: string): string => {
    const text = textAt(texts, key)
    if (text === undefined) throw new CaseworkError('unknown-text', key)
    return text
  }
  const chapter = { procedure, words, say }
  const sections = [
    `# ${inLine(say('/name'))}`,
    inLine(say('/purpose')),
    facts(chapter),
    `## ${words.whoActs}`,
    whoActs(chapter),
    `## ${words.states}`,
    stateDiagram(procedure, say),
    states(chapter),
    `## ${words.acts}`,
    ...Object.entries(procedure.acts).map(([name, act]) => actSection(chapter, name, act)),
    ...titled(words.deadlines, procedure.deadlines, () => deadlines(chapter)),
    `## ${words.parts}`,
    parts(chapter),
    ...titled(words.rules, procedure.rules, () => listed(chapter, 'rules')),
    ...titled(words.indicators, procedure.indicators, () => listed(chapter, 'indicators')),
  ]
  return `${sections.join('\n\n')}\n`
}

function titled(title: string, group: object, write: () => string): string[] {
  return Object.keys(group).length === 0 ? [] : [`## ${title}`, write()]
}

function facts({ procedure, words, say }: Chapter): string {
  const levels = procedure.levels.map((level) => say(`/levels/${level}`))
  return [
    `- ${words.version}${words.colon}${procedure.version}`,
    `- ${words.levels}${words.colon}${levels.join(words.comma)}`,
    `- ${words.opens}${words.colon}${words.openers[procedure.opener]}`,
    `- ${words.keeps}${words.colon}${words.keepers[procedure.keeper]}`,
  ].join('\n')
}

function whoActs(chapter: Chapter): string {
  const { procedure, words, say } = chapter
  return table(
    [words.act, words.side, words.drafts, words.approves],
    Object.entries(procedure.acts).map(([name, act]) => [
      say(`/acts/${name}/title`),
      say(`/sides/${act.by}`),
      roles(chapter, act.roles),
      act.approval ? roles(chapter, act.approval) : words.no,
    ]),
  )
}

function roles({ words, say }: Chapter, names: readonly string[]): string {
  return names.length === 0 ? words.none : names.map((role) => say(`/roles/${role}`)).join(words.comma)
}

function states(chapter: Chapter): string {
  const { procedure, words, say } = chapter
  return table(
    [words.state, words.waits, words.deadline],
    Object.entries(procedure.states).map(([name, state]) => [
      say(`/states/${name}`),
      'final' in state ? words.final : say(`/sides/${state.waits}`),
      clockOf(chapter, state),
    ]),
  )
}

function clockOf(chapter: Chapter, state: State): string {
  const { procedure, words, say } = chapter
  if ('final' in state) return words.noClock
  if (state.deadline === null) return `${words.noClock}${words.colon}${say(`/because/${state.because}`)}`
  const deadline = own(procedure.deadlines, state.deadline)
  return deadline ? lengthOf(chapter, deadline) : ''
}

function actSection(chapter: Chapter, name: string, act: Act): string {
  const { words, say } = chapter
  const named = (group: string, names: readonly string[], what = '') =>
    names.map((one) => inLine(say(`/${group}/${one}${what}`))).join(words.comma)
  const lines = [
    `- ${words.side}${words.colon}${inLine(say(`/sides/${act.by}`))}`,
    `- ${words.drafts}${words.colon}${roles(chapter, act.roles)}`,
    act.approval ? `- ${words.approves}${words.colon}${roles(chapter, act.approval)}` : '',
    `- ${words.from}${words.colon}${act.opens ? words.opening : named('states', act.from)}`,
    `- ${words.to}${words.colon}${act.to === undefined ? words.same : named('states', [act.to])}`,
    act.answers ? `- ${words.answers}${words.colon}${named('acts', act.answers, '/done')}` : '',
    act.needs.length > 0 ? `- ${words.needed}${words.colon}${named('fields', act.needs, '/label')}` : '',
    act.drops ? `- ${words.replaces}${words.colon}${named('fields', act.drops, '/label')}` : '',
    act.may?.length ? `- ${words.possible}${words.colon}${named('fields', act.may, '/label')}` : '',
  ]
  const help = inLine(say(`/acts/${name}/help`))
  const head = [`### ${inLine(say(`/acts/${name}/title`))}`, help].filter((text) => text !== '')
  return [...head, lines.filter((line) => line !== '').join('\n')].join('\n\n')
}

function deadlines(chapter: Chapter): string {
  const { procedure, words, say } = chapter
  return table(
    [words.deadline, words.owes, words.length, words.basis],
    Object.entries(procedure.deadlines).map(([name, deadline]) => [
      say(`/deadlines/${name}`),
      say(`/sides/${deadline.owes}`),
      lengthOf(chapter, deadline),
      basisOf(chapter, deadline),
    ]),
  )
}

function basisOf({ words }: Chapter, { basis }: Deadline): string {
  if (basis === 'agreed') return words.agreed
  return basis === 'proposal' ? words.proposal : basis
}

function lengthOf(chapter: Chapter, deadline: Deadline): string {
  const { words, say } = chapter
  const { lasts } = deadline
  if (typeof lasts === 'string') return counted(words, lasts, deadline.counts)
  if ('until' in lasts) return words.until.replace('{field}', inLine(say(`/fields/${lasts.until}/label`)))
  return Object.entries(lasts.of)
    .map(([choice, each]) => {
      const label = say(`/choices/${lasts.by}/${choice}`)
      return `${label}${words.colon}${counted(words, each.lasts, each.counts)}`
    })
    .join('; ')
}

function counted(words: HandbookWords, lasts: string, counts: Deadline['counts']): string {
  return words.counts[counts].replace('{length}', durationIn(words, lasts))
}

function durationIn(words: HandbookWords, duration: string): string {
  const parts = parseDuration(duration)
  if (!parts) return duration
  const [one, more] = words.units[parts.unit]
  return `${parts.amount} ${parts.amount === 1 ? one : more}`
}

function parts({ procedure, words, say }: Chapter): string {
  return table(
    [words.part, words.personal, words.kept],
    [
      [say('/parts/kept'), words.no, words.always],
      ...Object.entries(procedure.parts).map(([name, part]) => [
        say(`/parts/${name}`),
        part.personal ? words.yes : words.no,
        words.afterClosing.replace('{length}', durationIn(words, part.keep)),
      ]),
    ],
  )
}

function listed({ procedure, say }: Chapter, group: 'rules' | 'indicators'): string {
  return Object.keys(procedure[group])
    .map((name) => `- ${inLine(say(`/${group}/${name}`))}`)
    .join('\n')
}
