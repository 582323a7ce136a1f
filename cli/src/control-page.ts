/** The page of the line of the demonstration as `npm start` starts it. */
export const CONTROL = 'http://localhost:8400'
