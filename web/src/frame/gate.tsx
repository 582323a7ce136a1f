import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLive } from '../api/live.ts'
import { declaredQuery, officesQuery, relationsQuery, sessionQuery } from '../api/queries.ts'
import { SignedContext } from '../api/session.tsx'
import { signIns } from '../api/sign-ins.ts'
import type { Officer, Session } from '../api/types.ts'
import { SignIn } from '../pages/sign-in/sign-in.tsx'
import { layers } from '../parts/layers.ts'
import { Failure, Nothing, Waiting } from '../parts/waiting.tsx'
import { useTexts } from '../text/use-texts.tsx'
import { Frame } from './frame.tsx'

const KEY = 'counterpart.relation'

function rememberedRelation(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function Signed({ session, officer }: { session: Session; officer: Officer }) {
  const { t } = useTexts()
  const relations = useQuery(relationsQuery())
  // Names of procedures and offices are on every page: read once, before anything is drawn.
  const declared = useQuery(declaredQuery())
  const offices = useQuery(officesQuery())
  const [chosen, choose] = useState(rememberedRelation)
  useLive(session)
  // A later reading that fails, as one after the session has ended, takes nothing away of what is on the page.
  if (!relations.data || !declared.data || !offices.data) {
    const fault = relations.error ?? declared.error ?? offices.error
    if (!fault) return <Waiting rows={10} tall />
    return (
      <Failure
        fault={fault}
        again={() => void Promise.all([relations.refetch(), declared.refetch(), offices.refetch()])}
      />
    )
  }
  const relation = relations.data.find((one) => one.id === chosen) ?? relations.data[0]
  if (!relation) return <Nothing title={t('page.no-relation')} />
  function chooseRelation(id: string): void {
    try {
      localStorage.setItem(KEY, id)
    } catch {
      // The choice then lasts as long as the page.
    }
    choose(id)
  }
  return (
    <SignedContext.Provider value={{ session, officer, relations: relations.data, relation, chooseRelation }}>
      <Frame />
    </SignedContext.Provider>
  )
}

interface Desk {
  session: Session
  officer: Officer
}

/** The desk of whoever signed in last stays under a sign-in that covers it, with all that was typed. */
function useDesk(session: Session | undefined): Desk | null {
  const [desk, setDesk] = useState<Desk | null>(null)
  const officer = session?.officer
  if (session && officer && desk?.session !== session) setDesk({ session, officer })
  return desk
}

/** A tab that waits for a sign-in goes on once its officer signs in in another; with somebody else's what was typed would be lost. */
function useSignIns(session: Session | undefined, desk: Desk | null): void {
  const client = useQueryClient()
  const officer = session?.officer?.id ?? null
  const waitsFor = desk?.officer.id ?? null
  useEffect(() => {
    if (officer !== null) signIns.tell(officer)
  }, [officer])
  useEffect(() => {
    if (officer !== null) return
    return signIns.listen((who) => {
      if (waitsFor === null || who === waitsFor) void client.invalidateQueries({ queryKey: ['session'] })
    })
  }, [client, officer, waitsFor])
}

/** Over everything, what is drawn in layers too: a form that is open keeps its text, and the keyboard leaves it. */
function Again({ session }: { session: Session }) {
  const { t } = useTexts()
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const below = layers()
    if (below === document.body) return
    const before = document.activeElement
    below.inert = true
    page.current?.focus()
    return () => {
      below.inert = false
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <div
      ref={page}
      className="again"
      role="dialog"
      aria-modal="true"
      aria-label={t('session.again')}
      tabIndex={-1}
    >
      <SignIn session={session} note={t('session.again')} />
    </div>
  )
}

/** Nothing of a dossier is asked for before somebody is signed in. */
export function Gate() {
  const session = useQuery(sessionQuery())
  const { pick } = useTexts()
  const desk = useDesk(session.data)
  useSignIns(session.data, desk)
  const side = session.data ? pick(session.data.sides[session.data.side]?.name) : ''
  useEffect(() => {
    document.title = side === '' ? 'Counterpart' : `Counterpart · ${side}`
  }, [side])
  if (session.isPending) return <Waiting rows={8} tall />
  if (session.isError && !session.data)
    return <Failure fault={session.error} again={() => void session.refetch()} />
  const ended = session.data.officer === null
  if (!desk) return ended ? <SignIn session={session.data} /> : null
  return (
    <>
      {ended && <Again session={session.data} />}
      <div inert={ended}>
        <Signed key={desk.officer.id} session={desk.session} officer={desk.officer} />
      </div>
    </>
  )
}
