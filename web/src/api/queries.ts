/** What the pages read, each under a key by which live events make it stale. */
import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { ask, node } from './node.ts'
import { readBy } from './read-by.ts'
import { firstPage, pageAfter } from './referable-pages.ts'
import type { Declared, Dossier, FrameRow, Level, Office, Part, View } from './types.ts'

export function sessionQuery() {
  return queryOptions({
    queryKey: ['session'],
    queryFn: async ({ client }) => {
      const session = await ask(node.api.GET('/api/session'))
      if (session.officer !== null) readBy(session.officer.id, client)
      return session
    },
    staleTime: 60_000,
    // One who has signed in in another tab comes back to a page that has to find it out.
    refetchOnWindowFocus: ({ state }) => (state.data?.officer ? true : 'always'),
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

export function announcedQuery(relation: string) {
  return queryOptions({
    queryKey: ['announcements', relation],
    queryFn: () => ask(node.api.GET('/api/announcements', { params: { query: { relation } } })),
  })
}

/** Under the same name in the cache: both change with what comes. */
export function lateQuery(relation: string) {
  return queryOptions({
    queryKey: ['announcements', relation, 'late'],
    queryFn: () => ask(node.api.GET('/api/late', { params: { query: { relation } } })),
  })
}

export function dossierQuery(id: string) {
  return queryOptions({
    queryKey: ['dossier', id],
    queryFn: () => ask(node.api.GET('/api/dossiers/{id}', { params: { path: { id } } })),
    // A file that is under way grows without an event of its own.
    refetchInterval: ({ state }) => (isMoving(state.data) ? 2000 : false),
  })
}

function isMoving(dossier: Dossier | undefined): boolean {
  const states = dossier?.rungs.flatMap(({ files }) => files.map((file) => file.state)) ?? []
  return states.some((state) => state === 'on-its-way' || state === 'scanning')
}

export function retentionQuery(relation: string) {
  return queryOptions({
    queryKey: ['retention', relation],
    queryFn: () => ask(node.api.GET('/api/retention', { params: { query: { relation } } })),
  })
}

/** Dossiers that a field can name, page after page. `plays`: the part it asks for. */
export function referableQuery(relation: string, plays: string | null) {
  return infiniteQueryOptions({
    queryKey: ['dossiers', relation, plays],
    queryFn: ({ pageParam }) =>
      ask(node.api.GET('/api/dossiers', { params: { query: { relation, ...given({ ...pageParam }) } } })),
    initialPageParam: firstPage(plays),
    getNextPageParam: ({ next }, _, page) => pageAfter(plays, page, next),
  })
}

/** All dossiers of a relation that play a part, however many pages they are. */
export function frameQuery(relation: string, plays: Part) {
  return queryOptions({
    queryKey: ['frame', relation, plays],
    queryFn: async () => {
      const rows: FrameRow[] = []
      let after: string | null = null
      do {
        const query = { relation, plays, ...given({ after }) }
        const page: { rows: FrameRow[]; next: string | null } = await ask(
          node.api.GET('/api/frame', { params: { query } }),
        )
        rows.push(...page.rows)
        after = page.next
      } while (after !== null)
      return rows
    },
    staleTime: 60_000,
  })
}

export interface ReviewAsked {
  relation: string
  /** A year, a month or a day; `null` from the beginning of the record. */
  from: string | null
  until: string
  within: string | null
  level: Level | null
}

export function reviewQuery(asked: ReviewAsked) {
  const { relation, until, ...rest } = asked
  return queryOptions({
    queryKey: ['review', asked],
    queryFn: () =>
      ask(node.api.GET('/api/review', { params: { query: { relation, until, ...given(rest) } } })),
    placeholderData: keepPreviousData,
  })
}

export function draftsQuery() {
  return queryOptions({ queryKey: ['drafts'], queryFn: () => ask(node.api.GET('/api/drafts')) })
}

/** What became of one that is shown no more. */
export function draftFateQuery(id: string) {
  return queryOptions({
    queryKey: ['drafts', 'fate', id],
    queryFn: () => ask(node.api.GET('/api/drafts/{id}', { params: { path: { id } } })),
  })
}

export function endedDraftsQuery() {
  return queryOptions({
    queryKey: ['drafts', 'ended'],
    queryFn: () => ask(node.api.GET('/api/drafts/ended')),
  })
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

/** How the line stands is part of it: it is read again as long as it is looked at and not at its end. */
export function wayQuery(leaf: string) {
  return queryOptions({
    queryKey: ['way', leaf],
    queryFn: () => ask(node.api.GET('/api/entries/{leaf}/way', { params: { path: { leaf } } })),
    refetchInterval: ({ state }) => (state.data?.held === null ? false : 5000),
  })
}

export function heldQuery(relation: string, from: number | null) {
  return queryOptions({
    queryKey: ['held', relation, from],
    queryFn: () =>
      ask(
        node.api.GET('/api/held', {
          params: { query: { relation, ...(from === null ? {} : { from: String(from) }) } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  })
}

/** Disks and clocks have no events: it is read again as long as it is looked at. */
export function operationQuery() {
  return queryOptions({
    queryKey: ['operation'],
    queryFn: () => ask(node.api.GET('/api/operation')),
    refetchInterval: 15_000,
  })
}

export function keysQuery(relation: string) {
  return queryOptions({
    queryKey: ['keys', relation],
    queryFn: () => ask(node.api.GET('/api/keys', { params: { query: { relation } } })),
    staleTime: 60_000,
  })
}

/** `busy`: something is being read, and shows how far it is. */
export function pouchQuery(relation: string, busy: boolean) {
  return queryOptions({
    queryKey: ['register', 'pouch', relation],
    queryFn: () => ask(node.api.GET('/api/pouch', { params: { query: { relation } } })),
    refetchInterval: busy ? 1000 : false,
  })
}

export function useDeclarations(): Declared[] {
  return useQuery(declaredQuery()).data ?? []
}

export function useOffices(): Office[] {
  return useQuery(officesQuery()).data ?? []
}
