/** Loads the rules once and asks Cedar. One policy a file, named by the file. */
import { readdirSync, readFileSync } from 'node:fs'
import {
  type EntityJson,
  type EntityUidJson,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs'
import { NodeError } from '../../errors.ts'

const folder = new URL('policies/', import.meta.url)
const NAME = 'counterpart'

export interface Question {
  principal: EntityUidJson
  action: string
  resource: EntityUidJson
  entities: EntityJson[]
}

export interface Answer {
  allowed: boolean
  /** Names of the rules that decided; empty when no rule permits. */
  rules: string[]
}

export function readRules(): { schema: string; policies: Record<string, string> } {
  const policies: Record<string, string> = {}
  for (const file of readdirSync(folder).sort())
    if (file.endsWith('.cedar')) policies[file.slice(0, -'.cedar'.length)] = read(file)
  return { schema: read('schema.cedarschema'), policies }
}

function read(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8')
}

/** Makes an asker over a set of rules; throws NodeError `bad-config` when a rule does not fit the schema. */
export function askerOf(rules = readRules(), name = NAME): (question: Question) => Answer {
  const set = { staticPolicies: rules.policies }
  const checked = validate({ schema: rules.schema, policies: set, validationSettings: { mode: 'strict' } })
  if (checked.type === 'failure' || checked.validationErrors.length > 0)
    throw new NodeError({ code: 'bad-config', message: 'the rules of permission do not fit their schema' })
  for (const parsed of [preparsePolicySet(name, set), preparseSchema(name, rules.schema)])
    if (parsed.type === 'failure')
      throw new NodeError({ code: 'bad-config', message: 'the rules of permission cannot be read' })
  return (question) => {
    const answer = statefulIsAuthorized({
      principal: question.principal,
      action: { type: 'Action', id: question.action },
      resource: question.resource,
      context: {},
      preparsedPolicySetId: name,
      preparsedSchemaName: name,
      validateRequest: true,
      entities: question.entities,
    })
    if (answer.type === 'failure')
      throw new NodeError({ code: 'internal', message: 'permission could not be decided' })
    const { decision, diagnostics } = answer.response
    // A rule that could not be evaluated is no permission.
    if (diagnostics.errors.length > 0) return { allowed: false, rules: [] }
    return { allowed: decision === 'allow', rules: [...diagnostics.reason].sort() }
  }
}
