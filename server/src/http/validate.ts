/**
 * Checks input against its schema and changes nothing in it: no coercion, no defaults, no stripping.
 * (The compiler that comes with the type provider converts query strings and parameters; this one
 * does not, which is why numbers in a query are patterns here and parsed by their route.)
 */
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type NodeCode, NodeError } from '../errors.ts'

interface Finding {
  keyword: string
  instancePath: string
  schemaPath: string
  params: object
}

const order = ['additionalProperties', 'required']

export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema)
  return (value: unknown) =>
    compiled.Check(value)
      ? { value }
      : { error: toError(compiled.Errors(value) as Finding[], value, httpPart ?? 'body') }
}

/** The schema a value of a union was meant to have is chosen by the caller; this checks against one. */
export function checkAgainst(schema: TSchema, value: unknown): void {
  const compiled = compiledOf(schema)
  if (!compiled.Check(value)) throw toError(compiled.Errors(value) as Finding[], value, 'body')
}

const cache = new WeakMap<TSchema, ReturnType<typeof Compile>>()

function compiledOf(schema: TSchema): ReturnType<typeof Compile> {
  const known = cache.get(schema)
  if (known) return known
  const made = Compile(schema)
  cache.set(schema, made)
  return made
}

/** Tells one finding, the plainest: an unknown key before a missing one, and that before a wrong value. */
function toError(findings: Finding[], value: unknown, part: string): NodeError {
  // An id that cannot be one is answered like an id that is not there.
  if (part === 'params') return new NodeError({ code: 'not-found' })
  const found =
    order.map((keyword) => findings.find((finding) => finding.keyword === keyword)).find(Boolean) ??
    findings.find((finding) => finding.keyword !== 'boolean') ??
    findings[0]
  if (!found || typeof value !== 'object' || value === null || Array.isArray(value))
    return new NodeError({ code: part === 'body' ? 'bad-input' : 'bad-query' })
  const params = found.params as { additionalProperties?: string[]; requiredProperties?: string[] }
  const key = params.additionalProperties?.[0] ?? params.requiredProperties?.[0]
  const path = safePath(key === undefined ? found.instancePath : `${found.instancePath}/${key}`)
  const code: NodeCode =
    part !== 'body'
      ? 'bad-query'
      : found.keyword === 'additionalProperties'
        ? 'unknown-field'
        : found.keyword === 'required' || found.keyword === 'minProperties'
          ? 'missing-field'
          : 'bad-value'
  return new NodeError({ code, ...(path ? { path } : {}) })
}

/** A pointer up to the first step that is no plain name, since keys are input and may say anything. */
function safePath(pointer: string): string {
  const steps: string[] = []
  for (const step of pointer.split('/').slice(1, 12)) {
    if (!/^[A-Za-z0-9-]{1,64}$/.test(step)) break
    steps.push(step)
  }
  return steps.map((step) => `/${step}`).join('')
}
