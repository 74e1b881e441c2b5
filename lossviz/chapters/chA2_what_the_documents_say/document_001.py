"""What document 001 says: a page put together from at least seven articles."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import (
    document_001_classics,
    document_001_information,
    document_001_keras_and_risk,
    document_001_losses_and_network,
    document_001_neuron,
)
from lossviz.chapters.chA2_what_the_documents_say.claims import Document

DOCUMENT = Document(
    "001",
    "001_913707e5c16c0424.txt",
    "A simple introduction to loss functions often used in Python",
    "python常用损失函数的简单介绍",
    "http://cdxtjz.cn/article/phpidi.html",
    (
        *document_001_information.PARTS,
        *document_001_keras_and_risk.PARTS,
        *document_001_neuron.PARTS,
        *document_001_losses_and_network.PARTS,
        *document_001_classics.PARTS,
    ),
)
