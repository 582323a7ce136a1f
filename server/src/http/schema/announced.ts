import { type Static, Type } from 'typebox'
import { FieldsOut, HandlingCode, Hash, named, nullable, RelationId, Seconds } from './base.ts'

export const AnnouncedView = named('Announced', {
  leaf: Hash,
  relation: RelationId,
  dossier: nullable(Hash),
  digest: Hash,
  procedure: Type.String(),
  act: Type.String(),
  office: Type.String(),
  handling: HandlingCode,
  written: Seconds,
  came: Seconds,
  fields: FieldsOut,
})
export type AnnouncedView = Static<typeof AnnouncedView>

export const AnnouncedList = Type.Array(AnnouncedView, {
  description:
    'Acts of the other side shown before their turn: without receipt and without effect until it has come',
})
