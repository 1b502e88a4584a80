// SPDX-License-Identifier: EUPL-1.2
/** The part of jstat that is used; the package has no types of its own. */
declare module 'jstat' {
  interface Distribution {
    /** The quantile at share `p`, 0–1; `df` > 0 for Student's t. */
    inv(p: number, ...parameters: number[]): number;
    cdf(x: number, ...parameters: number[]): number;
    pdf(x: number, ...parameters: number[]): number;
  }
  const library: {
    readonly jStat: { readonly normal: Distribution; readonly studentt: Distribution };
  };
  export default library;
}
