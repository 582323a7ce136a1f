/** A chapter of the handbook in one language, as Markdown: what officers read of a declaration. */
import { CaseworkError } from '../../errors.ts'
import { LEVELS, type Procedure } from '../../language/index.ts'
import { own } from '../../language/own.ts'
import { type TextTree, textAt } from '../text-keys.ts'
import { actSections, actsApart, whoActs } from './acts.ts'
import { type Chapter, fill, rolesIn, statesIn } from './chapter.ts'
import { deadlines, states } from './deadlines.ts'
import { fields } from './fields.ts'
import { bullets, facts, heading, paragraph, table } from './markdown.ts'
import { safeguards } from './safeguards.ts'
import { stateDiagram, undrawn } from './state-diagram.ts'
import { wordsOf } from './words/words-of.ts'

/** The list of chapters in one language. @throws CaseworkError `unknown-language` */
export function handbookIndex(
  language: string,
  chapters: readonly { name: string; texts: TextTree }[],
): string {
  const { index } = wordsOf(language)
  const rows = chapters.map(({ name, texts }) => [
    { text: textOf(texts, '/name'), to: fileOf(name) },
    textOf(texts, '/purpose'),
  ])
  const sections = [
    heading(1, index.title),
    paragraph(index.means),
    table([index.procedure, index.purpose], rows),
  ]
  return `${sections.join('\n\n')}\n`
}

/**
 * `texts`: of that language, those of the common acts merged in, also with the names of roles, levels
 * and sides. `names`: of the other procedures, in that language.
 * @throws CaseworkError `unknown-language`, `unknown-text`
 */
export function handbookOf(
  procedure: Procedure,
  texts: TextTree,
  language: string,
  names: Readonly<Record<string, string>> = {},
): string {
  const chapter: Chapter = {
    procedure,
    words: wordsOf(language),
    say: (key) => textOf(texts, key),
    nameOf: (other) => {
      const name = own(names, other)
      if (name === undefined) throw new CaseworkError('unknown-text', other)
      return name
    },
  }
  return `${sectionsOf(chapter).join('\n\n')}\n`
}

function textOf(texts: TextTree, key: string): string {
  const text = textAt(texts, key)
  if (text === undefined) throw new CaseworkError('unknown-text', key)
  return text
}

function fileOf(procedure: string): string {
  return `${procedure}.md`
}

function sectionsOf(chapter: Chapter): string[] {
  const { procedure, words, say } = chapter
  const { sections } = words
  const acts = actsApart(chapter)
  return [
    heading(1, say('/name')),
    paragraph(say('/purpose')),
    about(chapter),
    heading(2, sections.states),
    stateDiagram(procedure, say),
    ...offDiagram(chapter),
    states(chapter),
    ...section(sections.deadlines, procedure.deadlines, () => [
      paragraph(sections.deadlinesMean),
      deadlines(chapter),
    ]),
    heading(2, sections.whoActs),
    whoActs(chapter),
    heading(2, sections.acts),
    ...actSections(chapter, acts.own),
    ...section(sections.safeguards, procedure.gates, () => [
      paragraph(sections.safeguardsMean),
      ...safeguards(chapter),
    ]),
    ...section(sections.links, procedure.links, () => [links(chapter)]),
    heading(2, sections.raising),
    ...levels(chapter),
    ...actSections(chapter, acts.raising),
    heading(2, sections.responsibility),
    responsibility(chapter),
    ...actSections(chapter, acts.owner),
    ...section(sections.sharedActs, acts.shared, () => actSections(chapter, acts.shared)),
    heading(2, sections.asked),
    paragraph(sections.askedMeans),
    ...fields(chapter),
    ...section(sections.rules, procedure.rules, () => [listed(chapter, 'rules')]),
    ...section(sections.indicators, procedure.indicators, () => [listed(chapter, 'indicators')]),
  ]
}

function offDiagram(chapter: Chapter): string[] {
  const { procedure, words, say } = chapter
  const acts = undrawn(procedure)
  if (acts.length === 0) return []
  const lines = acts.map(([name, { from, to }]): [string, string] => [
    say(`/acts/${name}/title`),
    `${statesIn(chapter, from)} → ${say(`/states/${to}`)}`,
  ])
  return [paragraph(words.sections.undrawn), facts(words.colon, lines)]
}

/** Nothing where there is nothing to say. */
function section(title: string, group: object = {}, write: () => string[]): string[] {
  return Object.keys(group).length === 0 ? [] : [heading(2, title), ...write()]
}

function about(chapter: Chapter): string {
  const { procedure, words, say } = chapter
  const { readers } = procedure
  const { openers, keepers, onlyReaders, everyReader } = words.facts
  return facts(words.colon, [
    [words.facts.version, String(procedure.version)],
    [words.facts.levels, levelsIn(chapter, words.comma)],
    [words.facts.opens, openers[procedure.opener]],
    [words.facts.keeps, keepers[procedure.keeper]],
    [words.facts.readers, readers ? fill(onlyReaders, { roles: rolesIn(chapter, readers) }) : everyReader],
    [words.facts.title, say(`/fields/${procedure.title}/label`)],
    [words.facts.once, procedure.once ? words.yes : ''],
  ])
}

function links(chapter: Chapter): string {
  const { procedure, words, say, nameOf } = chapter
  return table(
    [words.link.opens, words.link.as, words.link.by, words.link.from],
    Object.entries(procedure.links ?? {}).map(([name, { opens, from, by = 'either' }]) => [
      { text: nameOf(opens), to: fileOf(opens) },
      say(`/links/${name}`),
      say(`/sides/${by}`),
      statesIn(chapter, from),
    ]),
  )
}

function levels(chapter: Chapter): string[] {
  const { procedure, words } = chapter
  const { oneLevel, notRaised } = words.sections
  const ladder = facts(words.colon, [[words.facts.levels, levelsIn(chapter, ' → ')]])
  if (procedure.levels.length === 1) return [ladder, paragraph(oneLevel)]
  const raised = Object.values(procedure.acts).some((act) => act.raises)
  return raised ? [ladder] : [ladder, paragraph(notRaised)]
}

/** The lowest first. */
function levelsIn({ procedure, say }: Chapter, between: string): string {
  return LEVELS.filter((level) => procedure.levels.includes(level))
    .map((level) => say(`/levels/${level}`))
    .join(between)
}

function responsibility({ procedure, words }: Chapter): string {
  const { sections, facts } = words
  const moves = Object.values(procedure.acts).some((act) => act.owner)
  const sentence = moves ? sections.responsibilityMeans : sections.responsibilityStays
  return paragraph(fill(sentence, { side: facts.keepers[procedure.keeper] }))
}

function listed({ procedure, say }: Chapter, group: 'rules' | 'indicators'): string {
  return bullets(Object.keys(procedure[group]).map((name) => say(`/${group}/${name}`)))
}
