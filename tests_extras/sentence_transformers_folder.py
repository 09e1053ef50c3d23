"""Writes the bundled weights as a sentence-transformers folder: a real Japanese model without a hub."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from tokenizers import Regex, models, normalizers, pre_tokenizers, processors
from tokenizers import Tokenizer as FastTokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from knowledge.embedding.cleaning import clean
from knowledge.embedding.e5s1 import E5S1, Vocabulary

#: Parts of a BERT layer by the names of the file that is read.
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def write_folder(source: E5S1, folder: Path) -> None:
    """Write model, tokenizer, mean pooling and normalisation; the weights are those of the file, widened to float32."""
    transformer = folder.with_name(folder.name + "-transformer")
    _model(source).save_pretrained(transformer)
    fast_tokenizer(source.vocabulary, source.shape.positions).save_pretrained(transformer)
    encoder = Transformer(str(transformer), max_seq_length=source.shape.positions)
    modules = [encoder, Pooling(source.shape.hidden, pooling_mode="mean"), Normalize()]
    prompts = {"query": "query: ", "passage": "passage: "}
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder))


def _model(source: E5S1) -> BertModel:
    shape = source.shape
    tensors = {
        "embeddings.word_embeddings.weight": source.matrix("emb.word", shape.hidden),
        "embeddings.position_embeddings.weight": source.vector("emb.pos").reshape(-1, shape.hidden),
        "embeddings.token_type_embeddings.weight": source.vector("emb.type").reshape(-1, shape.hidden),
        "embeddings.LayerNorm.weight": source.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": source.vector("emb.ln.b"),
    }
    for layer in range(shape.layers):
        for short, name in _PARTS.items():
            at, weight = f"encoder.layer.{layer}.{name}", f"l{layer}.{short}.w"
            columns = shape.feed_forward if short == "fo" else shape.hidden
            tensors[f"{at}.weight"] = source.vector(weight) if short.endswith("ln") else source.matrix(weight, columns)
            tensors[f"{at}.bias"] = source.vector(f"l{layer}.{short}.b")
    config = BertConfig(
        vocab_size=len(tensors["embeddings.word_embeddings.weight"]),
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=len(tensors["embeddings.token_type_embeddings.weight"]),
        layer_norm_eps=shape.epsilon,
        pad_token_id=source.vocabulary.pad,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict({name: torch.tensor(values) for name, values in tensors.items()})
    return model


def fast_tokenizer(vocabulary: Vocabulary, most: int) -> PreTrainedTokenizerFast:
    """Return the tokenizer in Hugging Face's form; one text stands between begin and end marks, a pair as XLM-R has it."""
    v = vocabulary
    tokenizer = FastTokenizer(models.Unigram(list(zip(v.pieces, v.scores, strict=True)), unk_id=v.unknown))
    # without NFKC: what comes here is clean, and NFKC would fold the range sign
    odd = {chr(c): text for c, text in v.replacements.items() if clean(chr(c)) == chr(c) != text}
    replaced = [normalizers.Replace(sign, text) for sign, text in odd.items()]
    tokenizer.normalizer = normalizers.Sequence(
        [*replaced, normalizers.Replace(Regex(" {2,}"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    begin, end = v.pieces[v.begin], v.pieces[v.end]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, v.begin), (end, v.end)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=most,
        bos_token=begin,
        eos_token=end,
        cls_token=begin,
        sep_token=end,
        pad_token=v.pieces[v.pad],
        unk_token=v.pieces[v.unknown],
        mask_token=v.pieces[v.mask],
    )
