/** A condition of a declaration in words. */
import { boundOf, type Condition } from '../../language/index.ts'
import { own } from '../../language/own.ts'
import { type Chapter, fieldIn, fill, partIn, safeguardIn } from './chapter.ts'

/** A denial is said of each thing that is denied: `not all` reads as one of them not. */
export function conditionIn(chapter: Chapter, condition: Condition, denied = false): string {
  if ('not' in condition) return conditionIn(chapter, condition.not, !denied)
  if ('all' in condition) return several(chapter, condition.all, denied ? 'or' : 'and', denied)
  if ('any' in condition) return several(chapter, condition.any, denied ? 'and' : 'or', denied)
  return single(chapter, condition, denied)
}

function several(
  chapter: Chapter,
  conditions: readonly Condition[],
  by: 'and' | 'or',
  denied: boolean,
): string {
  const { condition: words } = chapter.words
  const [first] = conditions
  if (first && conditions.length === 1) return conditionIn(chapter, first, denied)
  return conditions
    .map((one) => {
      const text = conditionIn(chapter, one, denied)
      return joinOf(one, denied) === (by === 'and' ? 'or' : 'and') ? fill(words.group, { text }) : text
    })
    .join(words[by])
}

/** How what a condition says is joined; `null` where it says one thing. */
function joinOf(condition: Condition, denied: boolean): 'and' | 'or' | null {
  if ('not' in condition) return joinOf(condition.not, !denied)
  const inner = 'all' in condition ? condition.all : 'any' in condition ? condition.any : []
  const [first] = inner
  if (!first) return null
  if (inner.length === 1) return joinOf(first, denied)
  return 'all' in condition === denied ? 'or' : 'and'
}

type Single = Exclude<Condition, { not: Condition } | { all: unknown } | { any: unknown }>

function single(chapter: Chapter, condition: Single, denied: boolean): string {
  const { condition: words } = chapter.words
  const say = (of: Exclude<keyof typeof words, 'and' | 'or' | 'group'>) => words[of][denied ? 1 : 0]
  const field = (name: string) => fieldIn(chapter, name)
  if ('present' in condition) return fill(say('present'), { field: field(condition.present) })
  if ('inForce' in condition) return fill(say('inForce'), { field: field(condition.inForce) })
  if ('carriedOut' in condition) {
    const { by, opener } = condition.carriedOut
    const whose = { any: 'carriedOut', opener: 'carriedOutByOpener', other: 'carriedOutByOther' } as const
    return fill(say(whose[opener ?? 'any']), { field: field(by) })
  }
  if ('hasPart' in condition) return fill(say('hasPart'), { field: partIn(chapter, condition.hasPart) })
  if ('done' in condition) return fill(say('done'), { field: chapter.say(`/acts/${condition.done}/title`) })
  if ('saidNo' in condition) return fill(say('saidNo'), { field: safeguardIn(chapter, condition.saidNo) })
  if ('paused' in condition) return words.paused[condition.paused === denied ? 1 : 0]
  if ('equals' in condition) {
    const [name, value] = condition.equals
    return fill(say('equals'), { field: field(name), value: valueIn(chapter, name, value) })
  }
  if ('within' in condition || 'exactly' in condition) {
    const [list, count] = boundOf(condition)
    return fill(say('within' in condition ? 'within' : 'exactly'), {
      field: field(list),
      value: field(count),
    })
  }
  const order = orderIn(chapter, condition)
  const [one, other] = 'before' in condition ? condition.before : condition.after
  return fill(say(order), { field: field(one), value: field(other) })
}

/** Numbers are less or more, days earlier or later; so is a year, which is no number of things. */
function orderIn(
  { procedure }: Chapter,
  condition: Extract<Single, { before: unknown } | { after: unknown }>,
) {
  const isBefore = 'before' in condition
  const field = own(procedure.fields, (isBefore ? condition.before : condition.after)[0])
  const isNumber = field?.kind === 'count' && field.min < FIRST_YEAR
  return isNumber ? (isBefore ? 'less' : 'more') : isBefore ? 'before' : 'after'
}

/** Nothing that is counted begins with four digits. */
const FIRST_YEAR = 1000

function valueIn({ procedure, words, say }: Chapter, name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  const kind = own(procedure.fields, name)?.kind
  return kind === 'choice' || kind === 'choices' ? say(`/choices/${name}/${value}`) : String(value)
}
