{% macro answer_rejection(score, scale_min, scale_max) -%}
    case
        when {{ score }} is null then 'answer_unreadable'
        when {{ score }} not between {{ scale_min }} and {{ scale_max }} then 'answer_out_of_scale'
        when {{ score }} <> floor({{ score }}) then 'answer_out_of_scale'
    end
{%- endmacro %}
