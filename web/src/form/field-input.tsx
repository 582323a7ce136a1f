import type { ComponentType } from 'react'
import type { Field } from '../api/types.ts'
import type { InputOf } from './input.ts'
import { PersonInput, PlaceInput } from './inputs/compound-inputs.tsx'
import { DateInput, TimeInput } from './inputs/date-input.tsx'
import { FileInput } from './inputs/file-input.tsx'
import { ListInput } from './inputs/list-input.tsx'
import { DigestInput, OfficeInput } from './inputs/lookup-inputs.tsx'
import { ReferenceInput } from './inputs/reference-input.tsx'
import {
  ChoiceInput,
  ChoicesInput,
  CountInput,
  DurationInput,
  FlagInput,
  LineInput,
} from './inputs/simple-inputs.tsx'
import { TextInput } from './inputs/text-input.tsx'

const INPUTS = {
  text: TextInput,
  line: LineInput,
  choice: ChoiceInput,
  choices: ChoicesInput,
  flag: FlagInput,
  count: CountInput,
  date: DateInput,
  time: TimeInput,
  duration: DurationInput,
  reference: ReferenceInput,
  digest: DigestInput,
  office: OfficeInput,
  person: PersonInput,
  place: PlaceInput,
  file: FileInput,
  list: ListInput,
} as const satisfies { [K in Field['kind']]: ComponentType<InputOf<K>> }

/** The input for a field, by its kind: every kind of the language has one. */
export function FieldInput(props: Omit<InputOf, 'field'> & { field: Omit<Field, 'part'> }) {
  const Input = INPUTS[props.field.kind] as unknown as ComponentType<typeof props>
  return <Input {...props} />
}
