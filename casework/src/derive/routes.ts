import type { TObject } from 'typebox'
import type { Procedure } from '../language/index.ts'
import { actSchema } from './schema.ts'

/** One act as an operation of the officers' interface. */
export interface Route {
  /** Unique over all procedures and versions. */
  operation: string
  method: 'POST'
  path: '/dossiers' | '/dossiers/{id}/acts'
  act: string
  /** Whether the request has to name the entry it answers. */
  answers: boolean
  /** Whether another person has to approve, so that the answer is a draft. */
  approval: boolean
  /** Of the member `fields`. */
  fields: TObject
}

/** `languages`: those the relation writes in. The clock's own acts are asked for by nobody. */
export function routesOf(procedure: Procedure, languages: readonly string[]): Route[] {
  return Object.entries(procedure.acts).flatMap(([name, act]) =>
    act.by === 'clock'
      ? []
      : [
          {
            operation: `${procedure.name}.${procedure.version}.${name}`,
            method: 'POST' as const,
            path: act.opens ? ('/dossiers' as const) : ('/dossiers/{id}/acts' as const),
            act: name,
            answers: act.answers !== undefined,
            approval: act.approval !== undefined,
            fields: actSchema(procedure, name, languages),
          },
        ],
  )
}
