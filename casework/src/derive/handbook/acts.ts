/** Who acts, and what each act asks for and does. */
import { type Act, COMMON_ACTS } from '../../language/index.ts'
import { RAISE_AGAIN } from '../../run/responsibility.ts'
import {
  actsIn,
  type Chapter,
  durationIn,
  fieldsIn,
  fill,
  rolesIn,
  safeguardIn,
  statesIn,
} from './chapter.ts'
import { conditionIn } from './condition.ts'
import { facts, heading, paragraph, table } from './markdown.ts'

type Named = readonly [name: string, act: Act]

/** Which acts are read of where: of the procedure alone, or in a section of their own. */
export function actsApart({ procedure }: Chapter): Record<'own' | 'shared' | 'raising' | 'owner', Named[]> {
  const shared = new Set<string>(COMMON_ACTS)
  const apart = { own: [] as Named[], shared: [] as Named[], raising: [] as Named[], owner: [] as Named[] }
  for (const [name, act] of Object.entries(procedure.acts)) {
    if (act.gate) continue
    const to = act.raises ? 'raising' : act.owner ? 'owner' : shared.has(name) ? 'shared' : 'own'
    apart[to].push([name, act])
  }
  return apart
}

export function whoActs(chapter: Chapter): string {
  const { words, say } = chapter
  return table(
    [words.act.act, words.act.side, words.act.drafts, words.act.approves],
    actsApart(chapter).own.map(([name, act]) => [
      say(`/acts/${name}/title`),
      say(`/sides/${act.by}`),
      act.by === 'clock' ? words.act.clock : rolesIn(chapter, act.roles),
      act.approval ? rolesIn(chapter, act.approval) : words.no,
    ]),
  )
}

export function actSections(chapter: Chapter, acts: readonly Named[]): string[] {
  return acts.flatMap(([name, act]) => {
    const help = chapter.say(`/acts/${name}/help`)
    return [
      heading(3, chapter.say(`/acts/${name}/title`)),
      ...(help === '' ? [] : [paragraph(help)]),
      actFacts(chapter, name, act),
    ]
  })
}

function actFacts(chapter: Chapter, name: string, act: Act): string {
  const { words, say } = chapter
  return facts(words.colon, [
    [words.act.side, say(`/sides/${act.by}`)],
    ...whoOrWhen(chapter, act),
    [words.act.from, act.opens ? words.act.opening : statesIn(chapter, act.from)],
    [words.act.to, act.to === undefined ? words.act.same : say(`/states/${act.to}`)],
    [words.act.answers, actsIn(chapter, act.answers ?? [], 'done')],
    [words.act.onlyWhere, act.when ? conditionIn(chapter, act.when) : ''],
    [words.act.safeguards, guardsOf(chapter, name)],
    [words.act.needed, fieldsIn(chapter, act.needs)],
    [words.act.possible, fieldsIn(chapter, act.may ?? [])],
    [words.act.replaces, fieldsIn(chapter, act.drops ?? [])],
    [words.act.effect, effectsOf(chapter, act)],
  ])
}

function whoOrWhen(chapter: Chapter, act: Act): [string, string][] {
  const { words } = chapter
  if (act.by !== 'clock')
    return [
      [words.act.drafts, rolesIn(chapter, act.roles)],
      [words.act.approves, act.approval ? rolesIn(chapter, act.approval) : ''],
    ]
  const when =
    act.unopened === undefined
      ? words.act.late
      : fill(words.act.unopened, { length: durationIn(chapter, act.unopened) })
  const again = fill(words.act.again, { length: durationIn(chapter, `PT${RAISE_AGAIN / 3600}H`) })
  return [[words.act.clock, act.raises ? `${when}${words.semicolon}${again}` : when]]
}

function guardsOf(chapter: Chapter, act: string): string {
  return Object.entries(chapter.procedure.gates ?? {})
    .filter(([, gate]) => gate.before.some((one) => one === act))
    .map(([name]) => safeguardIn(chapter, name))
    .join(chapter.words.semicolon)
}

function effectsOf({ words }: Chapter, act: Act): string {
  const { effects } = words.act
  return [
    act.clock ? effects[act.clock] : '',
    act.proposes ? effects.proposes : '',
    act.adopts ? effects.adopts : '',
    act.most === undefined ? '' : fill(words.act.most, { count: String(act.most) }),
  ]
    .filter((text) => text !== '')
    .join(words.semicolon)
}
