export { DECLARED, type Entered, enter } from './enter.ts'
export { RefusedError } from './persona.ts'
export { type Reader, readerAt, readersOf, type Seated, seatAt, seatsOf, unfit } from './seats.ts'
