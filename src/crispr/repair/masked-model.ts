import { createInferenceSession, type InferenceSession, loadLocalModel, type LocalModel } from "../../lm/index.ts";
import type { NeuronPlace } from "../formula/rank-neurons.ts";
import { scaledAlike, siteFactors } from "../search/candidate.ts";
import type { OpenRepairInput, RepairContext } from "./repair-context.ts";

/** A loaded model whose neurons are scaled in place, again and again, without its being loaded anew. */
export class MaskedModel {
  readonly local: LocalModel;
  readonly session: InferenceSession;
  readonly threads: { readonly threads?: number };

  private constructor(local: LocalModel, threads: number | undefined) {
    this.local = local;
    this.threads = threads === undefined ? {} : { threads };
    this.session = createInferenceSession(local.model, { ...this.threads, scalable: true, vocabulary: local.tokenizer.size });
  }

  /** @throws SteadfastError as `loadLocalModel` */
  static async open({ reference, offline = false, threads }: OpenRepairInput, context: RepairContext = {}): Promise<MaskedModel> {
    return new MaskedModel(await loadLocalModel(reference, { offline, ...context }), threads);
  }

  /** From now on these neurons are scaled, and no others. */
  scale(places: readonly NeuronPlace[], scale: number): void {
    this.session.scale!(siteFactors(this.local.model, scaledAlike(places, scale)));
  }

  /** The model as it was loaded. */
  unmask(): void {
    this.scale([], 1);
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}
