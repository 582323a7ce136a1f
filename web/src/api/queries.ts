/** What the pages read, each under a key by which live events make it stale. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { ask, node } from './node.ts'
import type { Declared, Office, View } from './types.ts'

export function sessionQuery() {
  return queryOptions({
    queryKey: ['session'],
    queryFn: () => ask(node.api.GET('/api/session')),
    staleTime: 60_000,
  })
}

export function relationsQuery() {
  return queryOptions({ queryKey: ['relations'], queryFn: () => ask(node.api.GET('/api/relations')) })
}

export function declaredQuery() {
  return queryOptions({
    queryKey: ['procedures'],
    queryFn: async () => (await ask(node.api.GET('/api/procedures'))) as unknown as Declared[],
    staleTime: 5 * 60_000,
  })
}

export function officesQuery() {
  return queryOptions({
    queryKey: ['offices'],
    queryFn: () => ask(node.api.GET('/api/offices')),
    staleTime: 5 * 60_000,
  })
}

/** Parameters that are given; `null` says that one is not. */
function given<T extends Record<string, string | null>>(of: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }
}

export interface DeskAsked {
  relation: string
  view: View
  procedure: string | null
  after: string | null
}

export function deskQuery(asked: DeskAsked) {
  const { procedure, after, ...rest } = asked
  return queryOptions({
    queryKey: ['desk', asked],
    queryFn: () =>
      ask(node.api.GET('/api/desk', { params: { query: { ...rest, ...given({ procedure, after }) } } })),
    placeholderData: keepPreviousData,
  })
}

export function dossierQuery(id: string) {
  return queryOptions({
    queryKey: ['dossier', id],
    queryFn: () => ask(node.api.GET('/api/dossiers/{id}', { params: { path: { id } } })),
  })
}

export function listQuery(asked: { plays?: string; under?: string; relation?: string }) {
  return queryOptions({
    queryKey: ['dossiers', asked],
    queryFn: () => ask(node.api.GET('/api/dossiers', { params: { query: asked } })),
  })
}

export function draftsQuery() {
  return queryOptions({ queryKey: ['drafts'], queryFn: () => ask(node.api.GET('/api/drafts')) })
}

export function registerQuery(asked: { relation: string; side: string | null; before: number | null }) {
  const { relation, side, before } = asked
  return queryOptions({
    queryKey: ['register', asked],
    queryFn: () =>
      ask(
        node.api.GET('/api/register', {
          params: {
            query: {
              relation,
              ...(side === null ? {} : { side }),
              ...(before === null ? {} : { before: String(before) }),
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  })
}

export function keysQuery(relation: string) {
  return queryOptions({
    queryKey: ['keys', relation],
    queryFn: () => ask(node.api.GET('/api/keys', { params: { query: { relation } } })),
    staleTime: 60_000,
  })
}

export function useDeclarations(): Declared[] {
  return useQuery(declaredQuery()).data ?? []
}

export function useOffices(): Office[] {
  return useQuery(officesQuery()).data ?? []
}
