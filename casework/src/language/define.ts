import { COMMON, COMMON_ACTS, COMMON_FIELDS, type CommonAct } from './common-acts.ts'
import type { Condition } from './condition.ts'
import type { Field } from './field.ts'
import { actsOf, GATE_FIELD, type Gate, type GateName, gateFieldOf } from './gates.ts'
import type { Act, Declaration, Procedure, Switch } from './procedure.ts'
import { LANGUAGE } from './vocabulary.ts'

/**
 * Writes a declaration out: common acts become acts like any other. Names are checked by the
 * compiler: a state, act, field, part or deadline that is not declared is a type error.
 */
export function defineProcedure<
  const S extends string,
  const F extends string,
  const A extends string,
  const P extends string,
  const D extends string,
>(declaration: Declaration<S, F, A, P, D, keyof typeof COMMON_FIELDS>): Procedure {
  const { common, ...rest } = declaration
  const acts: Record<string, Act> = { ...(rest.acts as Record<string, Act>) }
  const fields: Record<string, Field> = { ...(rest.fields as Record<string, Field>) }
  for (const name of COMMON_ACTS) {
    const on = (common as Partial<Record<CommonAct, Switch>>)[name]
    if (!on) continue
    acts[name] = { ...COMMON[name], ...on }
  }
  const gates = Object.entries((rest.gates ?? {}) as Record<string, Gate>)
  if (acts['end-over-no'])
    endByTwo(
      acts,
      gates.map(([name]) => name as GateName),
    )
  for (const [name, gate] of gates) {
    for (const [act, declared] of actsOf(name, gate)) acts[act] = declared
    fields[gateFieldOf(name)] = GATE_FIELD
  }
  const shared = COMMON_FIELDS as Readonly<Record<string, Field>>
  for (const act of Object.values(acts))
    for (const name of [...act.needs, ...(act.may ?? [])]) {
      const field = shared[name]
      if (field) fields[name] ??= field
    }
  return {
    ...rest,
    language: LANGUAGE,
    plays: rest.plays ?? null,
    once: rest.once ?? false,
    rules: rest.rules ?? {},
    unsettled: rest.unsettled ?? 20,
    acts,
    fields,
  } as Procedure
}

/** Where a no to any gate stands, `end-over-no` ends a dossier, and what else leaves a question open does not. */
function endByTwo(acts: Record<string, Act>, gates: readonly GateName[]): void {
  const stands: Condition = { any: gates.map((gate) => ({ saidNo: gate })) }
  const only = (name: CommonAct, when: Condition) => {
    const act = acts[name]
    if (act) acts[name] = { ...act, when: act.when ? { all: [act.when, when] } : when }
  }
  only('end-over-no', stands)
  only('withdraw', { not: stands })
  only('same-as', { not: stands })
}
