/** What must hold in every run, whatever happens in it. */
export type Invariant =
  /** A cmdlet runs once for a run of a request, or twice with a reading between. */
  | 'no cmdlet twice'
  | 'one cmdlet at a time on a machine'
  /** Where nothing went wrong nobody has to wait for a step that is over. */
  | 'a machine is given back'
  | 'what runs was voted for'
  /** Once a record says that nobody works on it, nothing of it changes on the gateway. */
  | 'no change behind the record'
  | 'the record is true to the gateway'
  /** A reading that failed is no finding: nothing is given up because of it. */
  | 'an unreadable gateway is no finding'
  /** Where no cmdlet was sent the request is as approved as before. */
  | 'nothing sent, nothing lost'
  | 'nobody else is touched'
  | 'no timer is lost'
  | 'nothing is undone early'
  | 'a person has a way on'
  | 'the story is told once, in order'
  | 'the audit log verifies'
  | 'the run comes to an end';

export interface Breach {
  invariant: Invariant;
  /** What was seen, with the request. */
  seen: string;
}
