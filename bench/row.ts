/** One measured figure, beside the floor (where there is one) of the same run on the same machine. */
export interface BenchRow {
  name: string;
  what: string;
  figure: number;
  unit: string;
  /** The same without our code. */
  floor?: number;
  /** figure / floor */
  ratio?: number;
  /** In words: `at most 3`, `at least 0.7`. */
  goal?: string;
  met?: boolean;
}
