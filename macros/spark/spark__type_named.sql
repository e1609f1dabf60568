{#- The words for types in yml, which calls no macro, in Spark's own. -#}
{% macro spark__type_named(data_type) -%}
    {{ return({'text': type_text(), 'double precision': type_double()}.get(data_type, data_type)) }}
{%- endmacro %}
